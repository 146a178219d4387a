// The page at / in a headless Chromium, as a person uses it: drop, paste, choose, read the ledger, find the place in the source.
// Screenshots of what was tested lie in <build>/tests/e2e/*.png.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <memory>

#include "e2e/browser.h"
#include "e2e/served_gateway.h"

namespace caseway::e2e {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

const fs::path kShots = fs::path(CASEWAY_BUILD_DIR) / "tests" / "e2e";
const fs::path kSamples = fs::path(CASEWAY_SOURCE_DIR) / "samples";

// A file dropped on the page, as the browser would say it.
std::string drop_script(const std::string& name, const std::string& text) {
  return "const data = new DataTransfer(); data.items.add(new File([`" + text + "`], '" + name +
         "')); document.dispatchEvent(new DragEvent('dragenter', {bubbles: true})); "
         "document.dispatchEvent(new DragEvent('drop', {dataTransfer: data, bubbles: true, cancelable: true}));";
}

class Page : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    gateway_ = std::make_unique<ServedGateway>("page");
    ASSERT_NE(gateway_->port(), 0) << gateway_->log();
    browser_ = std::make_unique<Browser>();
    ASSERT_TRUE(browser_->started()) << "chromium and chromium-driver are needed (debian-packages.txt)";
  }
  static void TearDownTestSuite() {
    browser_.reset();
    gateway_.reset();
  }
  void SetUp() override {
    browser_->open(url());
    ASSERT_TRUE(browser_->becomes_true("!document.getElementById('to').disabled"));
  }
  static std::string url() { return "http://127.0.0.1:" + std::to_string(gateway_->port()) + "/"; }
  static std::string text(const std::string& id) { return browser_->run("return document.getElementById('" + id + "').innerText"); }
  static bool shown(const std::string& id) { return browser_->run("return !document.getElementById('" + id + "').hidden") == "true"; }
  static bool shows(const std::string& id) { return browser_->becomes_true("!document.getElementById('" + id + "').hidden"); }
  static void choose_receiver(const std::string& value) {
    browser_->run("const to = document.getElementById('to'); to.value = '" + value + "'; to.dispatchEvent(new Event('change'))");
  }
  static std::unique_ptr<ServedGateway> gateway_;
  static std::unique_ptr<Browser> browser_;
};
std::unique_ptr<ServedGateway> Page::gateway_;
std::unique_ptr<Browser> Page::browser_;

TEST_F(Page, OffersPartnersFirstByName) {
  const std::string groups = browser_->run("return [...document.querySelectorAll('#to optgroup')].map((g) => g.label).join('|')");
  EXPECT_THAT(groups, testing::StartsWith("Partners|"));
  const std::string names =
      browser_->run("return [...document.querySelectorAll('#to optgroup:first-of-type option')].map((o) => o.textContent).join('|')");
  EXPECT_THAT(names, HasSubstr("Harbor House (housing provider)"));
  EXPECT_LT(names.find("Harbor House"), names.find("Riverbend"));
  browser_->screenshot(kShots / "empty.png");
}

TEST_F(Page, ShowsSourceResultAndLedgerOfAFile) {
  browser_->type_into("#file", (kSamples / "referral.json").string());
  ASSERT_TRUE(browser_->becomes_true("/Gravity/.test(document.getElementById('what').innerText)")) << text("what");
  EXPECT_THAT(text("source"), HasSubstr("ServiceRequest"));
  EXPECT_FALSE(shown("result"));
  choose_receiver("harbor-house");
  ASSERT_TRUE(shows("result")) << text("issues");
  EXPECT_THAT(text("result"), HasSubstr("Okafor"));
  EXPECT_THAT(text("sentence"),
              testing::AllOf(HasSubstr("values in the source"), HasSubstr("reached Harbor House"), HasSubstr("withheld by policy")));
  EXPECT_THAT(text("filters"), HasSubstr("withheld"));
  EXPECT_FALSE(shown("test"));
  browser_->screenshot(kShots / "referral.png");
}

TEST_F(Page, FiltersByFateAndShowsThePlaceInTheSource) {
  browser_->type_into("#file", (kSamples / "referral.json").string());
  choose_receiver("harbor-house");
  ASSERT_TRUE(shows("details"));
  browser_->click("#filters button[data-fate=withheld]");
  EXPECT_EQ(browser_->run("return [...new Set([...document.querySelectorAll('#values tr td:first-child')].map((c) => c.innerText.trim()))].join()"),
            "withheld");
  EXPECT_EQ(browser_->run("return document.querySelector('#filters button[data-fate=withheld]').getAttribute('aria-pressed')"), "true");
  browser_->run("document.getElementById('details').scrollIntoView()");
  browser_->screenshot(kShots / "values.png");
  browser_->click("#values tr:first-child button");
  ASSERT_TRUE(browser_->becomes_true("document.querySelectorAll('#source p.here').length === 1"));
  const std::string inside = browser_->run(
      "const box = document.getElementById('source').getBoundingClientRect(); const at = document.querySelector('#source "
      "p.here').getBoundingClientRect();"
      "return at.top >= box.top - 1 && at.bottom <= box.bottom + 1");
  EXPECT_EQ(inside, "true");
  browser_->screenshot(kShots / "place.png");
}

TEST_F(Page, TakesADroppedFile) {
  browser_->run(drop_script("patient.json", R"({"resourceType": "Patient", "gender": "female"})"));
  ASSERT_TRUE(browser_->becomes_true("/FHIR/.test(document.getElementById('what').innerText)"));
  EXPECT_FALSE(shown("drop"));
  choose_receiver("fhir-xml");
  ASSERT_TRUE(shows("result"));
  EXPECT_THAT(text("result"), HasSubstr("<gender value=\"female\"/>"));
  EXPECT_TRUE(shown("test"));  // no partner, no policy, and it says so
}

TEST_F(Page, TakesAPastedDocument) {
  browser_->run(
      "const data = new DataTransfer(); data.setData('text/plain', '<Patient xmlns=\"http://hl7.org/fhir\"><gender value=\"male\"/></Patient>');"
      "document.body.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true}))");
  ASSERT_TRUE(browser_->becomes_true("/FHIR/.test(document.getElementById('what').innerText)"));
  choose_receiver("fhir-json");
  ASSERT_TRUE(shows("result"));
  EXPECT_THAT(text("result"), HasSubstr("\"male\""));
}

TEST_F(Page, TakesWhatIsTypedAndWorksByKeyboardAlone) {
  browser_->type_into("#paste", R"({"resourceType": "Patient", "active": true})");
  browser_->press("\xee\x80\x84");  // Tab leaves the field
  ASSERT_TRUE(shows("source"));
  browser_->type_into("#to", "Harbor");  // a select finds its option by typing
  ASSERT_TRUE(browser_->becomes_true("document.getElementById('to').value === 'harbor-house'"));
}

TEST_F(Page, OffersTheRowsThatWereRefused) {
  browser_->type_into("#file", (kSamples / "changes" / "bad-rows.csv").string());
  choose_receiver("fhir-json");
  ASSERT_TRUE(shows("repairs")) << text("issues");
  EXPECT_EQ(text("repairs-title"), "2 documents were refused");
  EXPECT_EQ(browser_->run("return document.querySelectorAll('#repairs-list button').length"), "1");
  EXPECT_TRUE(shown("result")) << "of the others";
  EXPECT_THAT(text("issues"), HasSubstr("the year has two digits"));
  browser_->screenshot(kShots / "repairs.png");
  browser_->click("#clear");
  EXPECT_FALSE(shown("repairs"));
}

TEST_F(Page, ShowsWhatWaitsForADecision) {
  const ServedGateway remembers("page-parked", "state_folder: state\n");
  ASSERT_NE(remembers.port(), 0) << remembers.log();
  const auto open = [&] {
    browser_->open("http://127.0.0.1:" + std::to_string(remembers.port()) + "/");
    ASSERT_TRUE(browser_->becomes_true("!document.getElementById('to').disabled"));
  };
  open();
  EXPECT_FALSE(shown("parked"));
  browser_->type_into("#file", (kSamples / "changes" / "monday.csv").string());
  choose_receiver("fhir-json");
  ASSERT_TRUE(shows("result")) << text("issues");
  browser_->click("#clear");
  browser_->type_into("#file", (kSamples / "changes" / "tuesday.csv").string());
  ASSERT_TRUE(shows("parked")) << text("issues");
  EXPECT_THAT(text("parked-list"), HasSubstr("birth_date is now Birthday")) << "without the marks of a terminal";
  EXPECT_THAT(text("parked-list"), HasSubstr("caseway parked accept"));
  EXPECT_THAT(text("issues"), HasSubstr("nothing of it was delivered"));
  EXPECT_FALSE(shown("result"));
  EXPECT_EQ(browser_->run("return document.querySelectorAll('#parked-list article.here').length"), "1");
  browser_->screenshot(kShots / "parked.png");
  open();
  EXPECT_TRUE(shows("parked")) << "whoever opens the page sees it";
}

TEST_F(Page, SaysWhatIsWrongAndWhere) {
  browser_->run(drop_script("bad.json", "{\\n  \"resourceType\": \"Patient\",\\n  \"gender\": oops\\n}"));
  choose_receiver("fhir-xml");
  ASSERT_TRUE(shows("issues"));
  EXPECT_FALSE(shown("result"));
  EXPECT_THAT(text("issues-title"), HasSubstr("did not get through"));
  browser_->click("#issues-list button");
  ASSERT_TRUE(browser_->becomes_true("document.querySelector('#source p.here')?.dataset.line === '3'"));
  browser_->screenshot(kShots / "wrong.png");
}

TEST_F(Page, DownloadsExactlyTheBytesOfTheResult) {
  browser_->run(
      drop_script("o.json", R"({"resourceType": "Observation", "status": "final", "code": {"text": "weight"}, "valueQuantity": {"value": 1.50}})"));
  choose_receiver("fhir-json");
  ASSERT_TRUE(shows("result"));
  browser_->run(
      "const make = URL.createObjectURL; URL.createObjectURL = (blob) => { window.saved = blob; return make.call(URL, blob); };"
      "HTMLAnchorElement.prototype.click = function () { window.savedName = this.download; }; document.getElementById('download').click();");
  EXPECT_THAT(browser_->run("return await window.saved.text()"), HasSubstr("1.50"));
  EXPECT_EQ(browser_->run("return window.savedName"), "o.fhir-json.json");
}

TEST_F(Page, ForgetsADocument) {
  browser_->type_into("#file", (kSamples / "care-plan.json").string());
  ASSERT_TRUE(shows("source"));
  browser_->click("#clear");
  EXPECT_TRUE(shown("empty"));
  EXPECT_EQ(text("what"), "none yet");
}

TEST_F(Page, OffersExamples) {
  choose_receiver("riverbend-community");
  browser_->click("#examples button:nth-of-type(2)");
  ASSERT_TRUE(shows("ledger")) << text("issues");
  EXPECT_THAT(text("sentence"), HasSubstr("Riverbend"));
  EXPECT_EQ(
      browser_->run("return document.querySelectorAll('#result tr').length > 10 && document.querySelectorAll('#result tr:first-child td').length"),
      "1");
}

TEST_F(Page, SaysWhatAHospitalSent) {
  browser_->click("#examples button:first-child");
  ASSERT_TRUE(browser_->becomes_true("/C-CDA discharge summary/i.test(document.getElementById('what').innerText)")) << text("what");
  choose_receiver("fhir-json");
  ASSERT_TRUE(shows("ledger")) << text("issues");
  EXPECT_THAT(text("result"), HasSubstr("Composition"));
  browser_->screenshot(kShots / "discharge.png");
}

TEST_F(Page, LoadsNothingFromElsewhere) {
  const std::string others =
      browser_->run("return performance.getEntriesByType('resource').map((e) => e.name).filter((n) => !n.startsWith(location.origin)).length");
  EXPECT_EQ(others, "0");
}

TEST_F(Page, FitsAPhoneAndTheDark) {
  Browser phone({.width = 500, .height = 1400, .dark = true});
  ASSERT_TRUE(phone.started());
  phone.open(url());
  ASSERT_TRUE(phone.becomes_true("!document.getElementById('to').disabled"));
  phone.run("const to = document.getElementById('to'); to.value = 'harbor-house'; document.querySelector('#examples button:nth-of-type(2)').click()");
  ASSERT_TRUE(phone.becomes_true("!document.getElementById('details').hidden"));
  EXPECT_EQ(phone.run("return document.documentElement.scrollWidth <= window.innerWidth"), "true");
  EXPECT_EQ(phone.run("return matchMedia('(prefers-color-scheme: dark)').matches"), "true");
  phone.screenshot(kShots / "phone.png");
}

TEST(PageKey, IsAskedForOnlyWhenTheGatewayWantsOne) {
  const auto key = kShots / "page-key";
  fs::create_directories(kShots);
  std::ofstream(key) << "0123456789abcdef0123\n";
  ServedGateway gateway("page-key-gateway", "  key_file: \"" + key.string() + "\"\n");
  ASSERT_NE(gateway.port(), 0) << gateway.log();
  Browser browser;
  ASSERT_TRUE(browser.started());
  browser.open("http://127.0.0.1:" + std::to_string(gateway.port()) + "/");
  ASSERT_TRUE(browser.becomes_true("!document.getElementById('key-form').hidden"));
  browser.type_into("#key", "a wrong key");
  browser.click("#key-form button");
  ASSERT_TRUE(browser.becomes_true("!document.getElementById('key-wrong').hidden"));
  browser.run("document.getElementById('key').value = ''");
  browser.type_into("#key", "0123456789abcdef0123");
  browser.click("#key-form button");
  ASSERT_TRUE(browser.becomes_true("document.getElementById('key-form').hidden && !document.getElementById('to').disabled"));
}

}  // namespace
}  // namespace caseway::e2e
