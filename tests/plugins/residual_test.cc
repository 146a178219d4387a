// What reading kept of a document is the sender's own: it reaches no other partner, in no encoding.
//
// Every configured partner is sent every reading case of every other dialect. What reading kept, and the canonical document does not say too, must
// not stand in the bytes that come out: not as text, not in any of the ways in which text hides.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "fhir/codec.h"
#include "formats/archive.h"
#include "formats/xlsx.h"
#include "plugins/case.h"
#include "plugins/gateway_under_test.h"
#include "settings/settings.h"

namespace caseway::plugins_test {
namespace {

constexpr std::size_t kDistinctive = 6;  // shorter texts stand everywhere by chance

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return c < 0x80 ? static_cast<char>(std::tolower(c)) : static_cast<char>(c); });
  return text;
}

// Without the characters at its ends that depend on what stands beside the text.
std::string base64(std::string_view text, std::size_t offset, std::string_view letters) {
  std::string padded(offset, 'x');
  padded.append(text);
  std::string out;
  for (std::size_t i = 0; i + 2 < padded.size(); i += 3) {
    const auto bits = static_cast<std::uint32_t>(static_cast<unsigned char>(padded[i]) << 16 | static_cast<unsigned char>(padded[i + 1]) << 8 |
                                                 static_cast<unsigned char>(padded[i + 2]));
    for (int shift = 18; shift >= 0; shift -= 6) out += letters[(bits >> shift) & 63];
  }
  return offset == 0 ? out : out.substr(4);
}

std::string each_byte(std::string_view text, const char* format) {
  std::string out;
  for (const char c : text) {
    char piece[16];
    std::snprintf(piece, sizeof piece, format, static_cast<unsigned char>(c));
    out += piece;
  }
  return out;
}

std::string spaced(std::string_view text, bool zero_first) {
  std::string out;
  for (const char c : text) (out += zero_first ? '\0' : c) += zero_first ? c : '\0';
  return out;
}

constexpr std::string_view kBase64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view kBase64Url = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

// The ways in which a text may stand in bytes, in lower case.
std::vector<std::string> disguises(const std::string& text) {
  std::vector<std::string> all = {text, std::string(text.rbegin(), text.rend()), spaced(text, true), spaced(text, false)};
  for (const char* format : {"%02x", "%%%02X", "&#%u;", "&#x%x;", "\\u%04x", "=%02X"}) all.push_back(each_byte(text, format));
  for (auto& each : all) each = lower(each);
  return all;
}

// Base64 minds the case of its letters.
std::vector<std::string> base64_disguises(const std::string& text) {
  std::vector<std::string> all;
  for (const auto letters : {kBase64, kBase64Url})
    for (std::size_t offset = 0; offset < 3; ++offset)
      if (auto made = base64(text, offset, letters); made.size() >= 8) all.push_back(std::move(made));
  return all;
}

bool hides(const std::string& bytes, const std::string& text) {
  const auto small = lower(bytes);
  const auto plain = disguises(text);
  const auto coded = base64_disguises(text);
  return std::any_of(plain.begin(), plain.end(), [&](const std::string& each) { return small.find(each) != std::string::npos; }) ||
         std::any_of(coded.begin(), coded.end(), [&](const std::string& each) { return bytes.find(each) != std::string::npos; });
}

class Files : public formats::ArchiveHandler {
 public:
  Want begin(std::string_view name) override {
    text += name;
    return Want::take;
  }
  bool data(std::string_view bytes) override {
    text += bytes;
    return true;
  }
  bool end() override { return true; }
  std::string text;
};

// Everything that a receiver can see: names and bytes, and what is inside of archives and workbooks.
std::string seen(const exchange::Journey& journey) {
  std::string all;
  for (const auto& part : journey.parts) {
    all += part.name + "\n" + part.bytes + "\n";
    Files files;
    Issues ignored;
    if (part.bytes.starts_with("PK") && formats::read_archive(part.bytes, files, Limits::batch(), ignored)) all += files.text;
  }
  return all;
}

exchange::Request request_for(const std::vector<Part>& payload, const std::string& from, const std::string& to) {
  exchange::Request request;
  request.payload = payload;
  request.from = from;
  request.to = to;
  request.now = "2026-11-21T20:00:00Z";
  return request;
}

TEST(Residual, TheSearchFindsATextInEveryDisguise) {
  const std::string text = "kept-4711-secret";
  for (const auto& each : disguises(text)) EXPECT_TRUE(hides("before " + each + " after", text)) << each;
  for (std::size_t offset = 0; offset < 3; ++offset) EXPECT_TRUE(hides(base64(std::string(offset, 'a') + text + "abc", 0, kBase64), text)) << offset;
  EXPECT_FALSE(hides("nothing of it", text));
}

TEST(Residual, ReachesNoOtherPartnerInAnyEncoding) {
  const auto settings = std::make_shared<settings::Settings>(settings::load(CASEWAY_SOURCE_DIR "/config/caseway.yaml"));
  const auto plugins = std::make_shared<host::Plugins>(host::Plugins::load({CASEWAY_BUILD_DIR "/plugins"}));
  const exchange::Pipeline pipeline(settings, plugins, host::in_process(plugins));
  std::size_t kept = 0;
  std::size_t received = 0;
  for (const auto& one : find_fixtures(CASEWAY_SOURCE_DIR "/plugins").cases) {
    if (one.kind != Kind::reading) continue;
    const auto source = GatewayUnderTest::get().read(one.plugin, payload_of(one));
    const auto canonical = as_json(source.documents);
    std::set<std::string> secrets;
    for (const auto& document : source.documents)
      for (const auto& each : document.residual)
        if (each.value.size() >= kDistinctive && !hides(canonical, each.value)) secrets.insert(each.value);
    kept += secrets.size();
    if (secrets.empty()) continue;
    for (const auto& partner : settings->partners) {
      if (pipeline.unavailable().contains(partner.id)) continue;
      const auto journey = pipeline.translate(request_for(payload_of(one), one.plugin, partner.id));
      EXPECT_TRUE(journey.residual.empty()) << one.name << " for " << partner.id;
      const auto bytes = seen(journey);
      received += bytes.empty() ? 0 : 1;
      auto misdirected = request_for(payload_of(one), one.plugin, partner.id);
      misdirected.carried = exchange::Carried{one.plugin, {}};
      for (const auto& document : source.documents)
        misdirected.carried->values.insert(misdirected.carried->values.end(), document.residual.begin(), document.residual.end());
      EXPECT_EQ(seen(pipeline.translate(misdirected)), bytes) << "what was kept was handed to " << partner.id;
      // The same document as somebody else says it, who kept nothing: what stands there too is a word of the receiver's format.
      const auto without = seen(pipeline.translate(request_for({{"canonical.json", "", canonical}}, "fhir-json", partner.id)));
      for (const auto& secret : secrets)
        EXPECT_TRUE(!hides(bytes, secret) || hides(without, secret))
            << one.plugin << " " << one.name << ": what was kept of it reached " << partner.id;
    }
  }
  EXPECT_GT(kept, 10u) << "no case keeps anything: nothing was tested";
  EXPECT_GT(received, 3u) << "nobody received anything: nothing was tested";
}

}  // namespace
}  // namespace caseway::plugins_test
