// Explanations as pages: well-formed, complete in themselves, every text escaped; documents of ours are explained too.
#include "authoring/explain.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "formats/xml_source.h"
#include "mapping/case_files.h"

namespace caseway::authoring {
namespace {

using testing::HasSubstr;
using testing::Not;
namespace fs = std::filesystem;

class Explained : public testing::Test {
 protected:
  Explained() {
    fs::create_directories(place_);
    std::ofstream(file()) << "mapping: list  # <b>\"&' \nversion: \"1\"\ndocument: referral\ntheirs: { format: csv }\n"
                             "ours: { patient: { resource: Patient } }\nfields:\n  - { theirs: surname, ours: patient.name.family }\n";
  }
  ~Explained() override { fs::remove_all(place_); }
  std::string file() const { return (place_ / "list.map.yaml").string(); }
  const fs::path place_ = fs::path(testing::TempDir()) / ("caseway-explain-" + std::to_string(getpid()));
};

TEST_F(Explained, IsAWellFormedPageWhateverTheValuesAre) {
  const std::string csv = "surname,\"<i>a\"\"&'</i>\"\n\"<script>alert('x')</script> & \"\"more\"\" <!--\",]]>\n";
  const auto page = explain(file(), {{"list.csv", "", csv}}).html();
  EXPECT_THAT(page, Not(HasSubstr("<script")));
  EXPECT_THAT(page, HasSubstr("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;more&quot; &lt;!--"));
  EXPECT_THAT(page, HasSubstr("default-src 'none'"));
  for (const auto* outside : {"http:", "https:", "src=", "url("}) EXPECT_THAT(page, Not(HasSubstr(outside))) << outside;
  formats::XmlSource source;
  Issues issues;
  EXPECT_TRUE(source.read(page.substr(page.find('\n')), {}, Limits::batch(), &Limits::xml_bytes, issues))
      << (issues.empty() ? "" : issues.all().front().text);
}

TEST_F(Explained, ShowsBothWaysAndTheLinesOfTheMapping) {
  const auto page = explain(file(), {{"list.csv", "", "surname\nOkafor\n"}}).html();
  EXPECT_THAT(page, HasSubstr("Theirs to ours"));
  EXPECT_THAT(page, HasSubstr("Ours to theirs"));
  EXPECT_THAT(page, HasSubstr("<a href=\"#line-7\">line 7</a>"));
  EXPECT_THAT(page, HasSubstr("id=\"line-7\""));
}

TEST_F(Explained, OfADocumentOfOursShowsHowItIsWritten) {
  const std::string bundle =
      R"({"resourceType":"Bundle","type":"collection","entry":[{"resource":{"resourceType":"Patient","birthDate":"1989-03-02","name":[{"family":"Okafor"}]}}]})";
  const auto result = explain(file(), {{"p.json", "", bundle}});
  EXPECT_TRUE(result.canonical);
  EXPECT_TRUE(result.reading.empty());
  EXPECT_THAT(result.text(), HasSubstr("column surname"));
  EXPECT_THAT(result.text(), HasSubstr("no place in the partner's format for 1 value"));
}

}  // namespace
}  // namespace caseway::authoring
