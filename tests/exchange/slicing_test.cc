// A journey in slices is the journey of the whole.
#include <gtest/gtest.h>

#include "exchange/pipeline.h"
#include "formats/byte_source.h"

namespace caseway::exchange {
namespace {

constexpr std::string_view kBundle =
    R"({"resourceType":"Bundle","type":"searchset","entry":[{"fullUrl":"urn:uuid:1","resource":{"resourceType":"ServiceRequest","intent":"order",)"
    R"("text":{"status":"generated","div":"<div>no namespace</div>"}}},{"resource":{"resourceType":"Patient","active":true}},{"search":{"mode":"match"}}]})";

Pipeline pipeline_without_partners() {
  auto plugins = std::make_shared<const host::Plugins>(host::Plugins::load({}));
  auto translator = host::in_process(plugins);
  return {std::make_shared<const settings::Settings>(), plugins, std::move(translator)};
}

Request request_for(std::string_view bytes, const std::string& to) {
  Request request;
  request.payload.push_back({"in", "", std::string(bytes)});
  request.to = to;
  request.now = "2026-11-21T12:00:00Z";
  return request;
}

// The journey and the text of its result.
std::pair<std::optional<Journey>, std::string> in_slices(const Pipeline& pipeline, const Request& request) {
  const auto slicing = pipeline.slicing(request);
  if (!slicing) return {};
  const formats::Spool source;
  const formats::Spool result;
  formats::FileSink sink(source.descriptor());
  sink.write(request.payload.front().bytes);
  sink.finish();
  auto journey = pipeline.translate(request, *slicing, source.descriptor(), result.descriptor());
  std::string text;
  const formats::FileBytes file(result.descriptor());
  formats::read_range(file, 0, file.size(), text);
  return {std::move(journey), text};
}

void expect_equal(const Journey& sliced, const std::string& text, const Journey& whole) {
  EXPECT_EQ(report_json(sliced, false), report_json(whole, false));
  EXPECT_EQ(sliced.ok(), whole.ok());
  EXPECT_EQ(sliced.what, whole.what);
  EXPECT_EQ(sliced.receiver_name, whole.receiver_name);
  EXPECT_EQ(sliced.test, whole.test);
  if (!whole.ok()) return;
  EXPECT_EQ(text, whole.parts.front().bytes);
  EXPECT_EQ(sliced.parts.front().media_type, whole.parts.front().media_type);
  EXPECT_EQ(sliced.result_bytes, whole.parts.front().bytes.size());
}

TEST(Slicing, GivesTheReportOfTheWhole) {
  const Pipeline pipeline = pipeline_without_partners();
  std::string xml;
  std::string ndjson;
  for (const std::string to : {"fhir-xml", "fhir-json", "fhir-ndjson"}) {
    const Request request = request_for(kBundle, to);
    const auto [journey, text] = in_slices(pipeline, request);
    ASSERT_TRUE(journey) << to;
    ASSERT_TRUE(journey->ok()) << to;
    expect_equal(*journey, text, pipeline.translate(request));
    if (to == "fhir-xml") xml = text;
    if (to == "fhir-ndjson") ndjson = text;
  }
  for (const std::string& source : {xml, ndjson}) {
    const Request request = request_for(source, "fhir-json");
    const auto [journey, text] = in_slices(pipeline, request);
    ASSERT_TRUE(journey);
    expect_equal(*journey, text, pipeline.translate(request));
  }
}

TEST(Slicing, RefusesAsTheWhole) {
  const Pipeline pipeline = pipeline_without_partners();
  std::string wrong(kBundle);
  wrong.replace(wrong.find("active"), 6, "activ_");
  std::vector<std::string> sources{wrong};
  sources.emplace_back(kBundle.substr(0, kBundle.size() - 20));
  sources.emplace_back(kBundle).append("}");
  for (const std::string& source : sources) {
    const Request request = request_for(source, "fhir-xml");
    const auto [journey, text] = in_slices(pipeline, request);
    ASSERT_TRUE(journey);
    EXPECT_FALSE(journey->ok());
    Journey whole = pipeline.translate(request);
    ASSERT_EQ(journey->issues.all().size(), whole.issues.all().size());
    for (std::size_t i = 0; i < whole.issues.all().size(); ++i) {
      EXPECT_EQ(journey->issues.all()[i].id, whole.issues.all()[i].id);
      EXPECT_EQ(journey->issues.all()[i].place.path, whole.issues.all()[i].place.path);
    }
    EXPECT_TRUE(journey->parts.empty());
  }
}

TEST(Slicing, LeavesOutBadLinesWhenAsked) {
  const Pipeline pipeline = pipeline_without_partners();
  Request request = request_for(
      "{\"resourceType\":\"Patient\"}\n{\"resourceType\":\"Pateint\"}\n{\"resourceType\":\"Basic\",\"code\":{\"text\":\"x\"}}\n", "fhir-json");
  const auto refused = in_slices(pipeline, request);
  ASSERT_TRUE(refused.first);
  EXPECT_FALSE(refused.first->ok());
  EXPECT_EQ(refused.first->issues.all().front().place.line, 2u);
  request.skip_bad_lines = true;
  const auto [journey, text] = in_slices(pipeline, request);
  ASSERT_TRUE(journey->ok());
  EXPECT_EQ(journey->issues.all().back().id, "fhir.ndjson.line");
  EXPECT_EQ(journey->total[Fate::undecided], 0u);
  expect_equal(*journey, text, pipeline.translate(request));
}

TEST(Slicing, IsNotOpenToEverything) {
  const Pipeline pipeline = pipeline_without_partners();
  Request request = request_for(kBundle, "fhir-xml");
  request.detail = Detail::values;
  EXPECT_FALSE(pipeline.slicing(request)) << "values are named from the whole";
  EXPECT_FALSE(pipeline.slicing(request_for("a,b\n1,2\n", "fhir-xml")));
  const auto [journey, text] = in_slices(pipeline, request_for(R"({"resourceType":"Patient","active":true})", "fhir-xml"));
  EXPECT_FALSE(journey) << "no Bundle";
  EXPECT_EQ(text, "");
}

}  // namespace
}  // namespace caseway::exchange
