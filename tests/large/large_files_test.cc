// A Bundle of any size in the same memory: the real program, its peak resident size told by the kernel.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

constexpr long kMostKib = 40L * 1024;  // resident, of the whole process
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kSanitizer = true;  // memory is not what it is without, and everything takes its time
#else
constexpr bool kSanitizer = false;
#endif

std::uintmax_t wanted_bytes() {
  const char* const megabytes = std::getenv("CASEWAY_LARGE_MB");
  return std::stoull(megabytes != nullptr ? megabytes : kSanitizer ? "4" : "36") * 1'000'000;
}

std::string number(std::size_t i) { return std::to_string(100'000'000 + i).substr(1); }

std::string entry_json(std::size_t i) {
  return R"({"fullUrl":"urn:uuid:00000000-0000-4000-8000-0000)" + number(i) + R"(","resource":{"resourceType":"Observation","id":"o)" + number(i) +
         R"(","text":{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\"><p>Weight \u00e9 of )" + number(i) +
         R"(</p></div>"},"status":"final","code":{"coding":[{"system":"http://loinc.org","code":"29463-7","display":"Body weight"}]},)"
         R"("subject":{"reference":"Patient/p)" +
         number(i) + R"("},"valueQuantity":{"value":70.50,"unit":"kg","system":"http://unitsofmeasure.org","code":"kg"}}})";
}

std::string entry_xml(std::size_t i) {
  return R"(<entry><fullUrl value="urn:uuid:00000000-0000-4000-8000-0000)" + number(i) + R"("/><resource><Observation><id value="o)" + number(i) +
         R"("/><text><status value="generated"/><div xmlns="http://www.w3.org/1999/xhtml"><p>Weight é of )" + number(i) +
         R"(</p></div></text><status value="final"/><code><coding><system value="http://loinc.org"/><code value="29463-7"/>)"
         R"(<display value="Body weight"/></coding></code><subject><reference value="Patient/p)" +
         number(i) +
         R"("/></subject><valueQuantity><value value="70.50"/><unit value="kg"/><system value="http://unitsofmeasure.org"/>)"
         R"(<code value="kg"/></valueQuantity></Observation></resource></entry>)"
         "\n";
}

class LargeFiles : public testing::Test {
 protected:
  LargeFiles() : folder_(fs::path(CASEWAY_BUILD_DIR) / "tests" / "large-files") {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  ~LargeFiles() override { fs::remove_all(folder_); }

  std::string path(const std::string& name) const { return (folder_ / name).string(); }

  std::size_t write(const std::string& name, const std::string& head, const std::function<std::string(std::size_t)>& entry,
                    const std::string& between, const std::string& tail) const {
    std::ofstream out(path(name), std::ios::binary);
    out << head;
    std::size_t entries = 0;
    for (; static_cast<std::uintmax_t>(out.tellp()) < wanted_bytes(); ++entries) out << (entries == 0 ? "" : between) << entry(entries);
    out << tail;
    return entries;
  }
  std::size_t write_json(const std::string& name, const std::string& tail = "]}\n") const {
    return write(name, R"({"resourceType":"Bundle","type":"collection","entry":[)", entry_json, ",", tail);
  }
  std::size_t write_xml(const std::string& name) const {
    return write(name, "<Bundle xmlns=\"http://hl7.org/fhir\"><type value=\"collection\"/>", entry_xml, "", "</Bundle>\n");
  }

  struct Ran {
    int exit_code = -1;
    long peak_kib = 0;
  };
  Ran translate(const std::string& from, const std::string& to, const std::string& result) const {
    const std::vector<std::string> words{CASEWAY_PROGRAM, "translate", "--config", CASEWAY_SOURCE_DIR "/config/caseway.yaml", "--to", to, "-o",
                                         path(result),    path(from)};
    std::vector<char*> argv;
    for (const std::string& word : words) argv.push_back(const_cast<char*>(word.c_str()));
    argv.push_back(nullptr);
    const std::string log = path("log");
    const pid_t pid = ::fork();
    if (pid == 0) {
      ::dup2(::open(log.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600), STDERR_FILENO);
      ::execv(argv[0], argv.data());
      ::_exit(127);
    }
    int status = 0;
    rusage used{};
    ::wait4(pid, &status, 0, &used);
    return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, used.ru_maxrss};
  }
  std::string log() const {
    std::ifstream in(path("log"), std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  std::size_t count(const std::string& name, const std::string& word) const {
    std::ifstream in(path(name), std::ios::binary);
    std::size_t found = 0;
    for (std::string line; std::getline(in, line);) found += line.find(word) != std::string::npos ? 1 : 0;
    return found;
  }
  static void expect_little(const Ran& ran) {
    EXPECT_EQ(ran.exit_code, 0);
    EXPECT_TRUE(kSanitizer || ran.peak_kib <= kMostKib) << ran.peak_kib << " KiB";
    RecordProperty("peak_kib", static_cast<int>(ran.peak_kib));
  }

  fs::path folder_;
};

TEST_F(LargeFiles, JsonToXmlAndBackInLittleMemory) {
  const std::size_t entries = write_json("in.json");
  expect_little(translate("in.json", "fhir-xml", "out.xml"));
  EXPECT_EQ(count("out.xml", "<Observation>"), entries) << log();
  fs::remove(path("in.json"));
  expect_little(translate("out.xml", "fhir-json", "back.json"));
  EXPECT_EQ(count("back.json", "\"value\": 70.50,"), entries) << log();
}

TEST_F(LargeFiles, XmlToNdjsonAndBackInLittleMemory) {
  const std::size_t entries = write_xml("in.xml");
  expect_little(translate("in.xml", "fhir-json", "out.json"));
  EXPECT_EQ(count("out.json", "\"resourceType\": \"Observation\""), entries) << log();
  fs::remove(path("out.json"));
  expect_little(translate("in.xml", "fhir-ndjson", "out.ndjson"));
  EXPECT_EQ(count("out.ndjson", R"({"resourceType":"Observation")"), entries) << log();
  fs::remove(path("in.xml"));
  expect_little(translate("out.ndjson", "fhir-xml", "back.xml"));
  EXPECT_EQ(count("back.xml", "<Observation>"), entries) << log();
}

TEST_F(LargeFiles, LeaveNothingBehindAFault) {
  const std::size_t entries = write_json("in.json", "]");
  const Ran ran = translate("in.json", "fhir-xml", "out.xml");
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_NE(log().find("json.syntax"), std::string::npos) << log();
  EXPECT_FALSE(fs::exists(path("out.xml")));
  EXPECT_FALSE(fs::exists(path("out.xml.part")));
  EXPECT_GT(entries, 0u);
}

}  // namespace
