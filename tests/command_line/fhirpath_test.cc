// caseway fhirpath: answers on lines, batches, and what it says of mistakes.
#include "command_line/terminal.h"

namespace caseway::command_line {

namespace {

class FhirPath : public CommandLine {
 protected:
  void SetUp() override {
    CommandLine::SetUp();
    write("a.json", R"({"resourceType":"Patient","active":true,"name":[{"family":"Okafor","given":["Ada","Ruth"]}],"birthDate":"1974-12-25"})");
    write("b.xml", R"(<Patient xmlns="http://hl7.org/fhir"><name><family value="Bell"/></name><birthDate value="1980"/></Patient>)");
  }
  void write(const std::string& name, const std::string& bytes) { std::ofstream(folder_ / name) << bytes; }
};

TEST_F(FhirPath, PrintsOneResultOnALine) {
  const Ran names = caseway("fhirpath name.given a.json");
  EXPECT_EQ(names.code, 0);
  EXPECT_EQ(names.said, "Ada\nRuth\n");
  EXPECT_EQ(caseway("fhirpath name a.json").said, "{\"family\":\"Okafor\",\"given\":[\"Ada\",\"Ruth\"]}\n");
  EXPECT_EQ(caseway("fhirpath \"name.family | birthDate\" a.json b.xml").said, "a.json: Okafor\na.json: 1974-12-25\nb.xml: Bell\nb.xml: 1980\n");
  EXPECT_EQ(caseway("fhirpath \"'one' & 'two'\" -", (folder_ / "a.json").string()).said, "onetwo\n");
}

TEST_F(FhirPath, AnswersABatchLineByLine) {
  write("cases.ndjson",
        "{\"resource\":\"a.json\",\"expression\":\"name.given.count() >= %least\",\"variables\":{\"least\":2}}\n"
        "{\"resource\":{\"resourceType\":\"Patient\",\"birthDate\":\"1974-12\"},\"expression\":\"birthDate | 1.50 | 4 days\"}\n"
        "\n"
        "{\"expression\":\"%others.name.family in %names\",\"resource\":\"b.xml\",\"variables\":{\"names\":[\"Bell\",\"Okafor\"],"
        "\"others\":{\"resourceType\":\"Patient\",\"name\":[{\"family\":\"Okafor\"}]}}}\n"
        "{\"resource\":\"a.json\",\"expression\":\"name.gven\"}\n"
        "{\"resource\":\"none.json\",\"expression\":\"name\"}\n"
        "{\"expression\":\"name\"}\n"
        "{\"resource\":\"a.json\",\n");
  const Ran ran = caseway("fhirpath --batch cases.ndjson");
  EXPECT_EQ(ran.code, 1);
  std::vector<std::string> lines;
  for (std::size_t at = 0, end; (end = ran.said.find('\n', at)) != std::string::npos; at = end + 1) lines.push_back(ran.said.substr(at, end - at));
  ASSERT_EQ(lines.size(), 7u) << ran.said;
  EXPECT_EQ(lines[0], R"({"result":[true],"types":["System.Boolean"]})");
  EXPECT_EQ(lines[1], R"({"result":["1974-12",1.50,"4 days"],"types":["FHIR.date","System.Decimal","System.Quantity"]})");
  EXPECT_EQ(lines[2], R"({"result":[true],"types":["System.Boolean"]})");
  EXPECT_TRUE(lines[3].starts_with(R"({"error":{"id":"fhirpath.name","at":5,)")) << lines[3];
  for (std::size_t i = 4; i < 7; ++i) EXPECT_TRUE(lines[i].starts_with(R"({"error":{"id":"cli.fhirpath.case","at":0,)")) << lines[i];
}

TEST_F(FhirPath, SaysWhereAnExpressionIsWrong) {
  const Ran syntax = caseway("fhirpath 'name.where(' a.json");
  EXPECT_EQ(syntax.code, 2);
  EXPECT_NE(syntax.said.find("fhirpath.syntax"), std::string::npos) << syntax.said;
  const Ran name = caseway("fhirpath name.gven a.json");
  EXPECT_EQ(name.code, 1);
  EXPECT_NE(name.said.find("did you mean given?"), std::string::npos) << name.said;
  EXPECT_NE(name.said.find("  name.gven\n       ^\n"), std::string::npos) << name.said;
  EXPECT_EQ(caseway("fhirpath name none.json").code, 2);
  EXPECT_EQ(caseway("fhirpath name").code, 2);
  write("broken.json", "{");
  EXPECT_EQ(caseway("fhirpath name broken.json").code, 1);
}

}  // namespace

}  // namespace caseway::command_line
