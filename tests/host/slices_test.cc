// FHIR in slices in a real worker process: the files cross, the parser does not run here.
#include <gtest/gtest.h>

#include "formats/byte_source.h"
#include "host/plugins.h"
#include "host/translator.h"

namespace caseway::host {
namespace {

WorkerOptions options() {
  WorkerOptions options;
  options.program = HOST_TEST_WORKER;
  options.count = 1;
  options.log = [](const std::string&) {};
  return options;
}

std::string bundle(std::size_t entries, const std::string& tail = "]}") {
  std::string text = R"({"resourceType":"Bundle","type":"collection","entry":[)";
  for (std::size_t i = 0; i < entries; ++i)
    text += std::string(i == 0 ? "" : ",") + R"({"resource":{"resourceType":"Patient","id":"p)" + std::to_string(i) + R"("}})";
  return text + tail;
}

std::string bytes_of(const formats::Spool& spool) {
  std::string text;
  const formats::FileBytes file(spool.descriptor());
  formats::read_range(file, 0, file.size(), text);
  return text;
}

SlicedResult slice(Translator& translator, const std::string& text, std::string& result) {
  fhir::StreamOptions how;
  how.limits = Limits::batch();
  const formats::Spool source;
  const formats::Spool file;
  formats::FileSink sink(source.descriptor());
  sink.write(text);
  sink.finish();
  SlicedResult sliced = translator.slice(how, source.descriptor(), file.descriptor());
  result = bytes_of(file);
  return sliced;
}

TEST(Slices, InAWorkerGiveWhatTheyGiveHere) {
  const auto worker = in_workers(options());
  const auto here = in_process(std::make_shared<const Plugins>(Plugins::load({})));
  const std::string text = bundle(20'000);
  std::string of_worker;
  std::string of_here;
  for (int again = 0; again < 2; ++again) {  // the same worker
    const SlicedResult theirs = slice(*worker, text, of_worker);
    const SlicedResult ours = slice(*here, text, of_here);
    ASSERT_FALSE(theirs.crashed);
    EXPECT_TRUE(theirs.streamed.good);
    EXPECT_EQ(theirs.bytes, of_worker.size());
    EXPECT_EQ(theirs.streamed.entries, 20'000u);
    EXPECT_EQ(theirs.streamed.total.total(), ours.streamed.total.total());
    EXPECT_EQ(theirs.streamed.written.total(), ours.streamed.written.total());
    EXPECT_TRUE(of_worker == of_here);
  }
}

TEST(Slices, InAWorkerTellWhatIsWrong) {
  const auto worker = in_workers(options());
  std::string text;
  const SlicedResult refused = slice(*worker, bundle(20'000, "]"), text);
  EXPECT_FALSE(refused.crashed);
  EXPECT_FALSE(refused.streamed.good);
  ASSERT_EQ(refused.streamed.issues.all().size(), 1u);
  EXPECT_EQ(refused.streamed.issues.all().front().id, "json.syntax");
  const SlicedResult none = slice(*worker, R"({"resourceType":"Patient"})", text);
  EXPECT_FALSE(none.crashed);
  EXPECT_FALSE(none.streamed.taken);
  EXPECT_EQ(text, "");
}

TEST(Slices, InAWorkerTakeNoLongerThanTheyMay) {
  WorkerOptions impatient = options();
  impatient.wall_timeout_ms = 1;
  const auto worker = in_workers(impatient);
  std::string text;
  const SlicedResult late = slice(*worker, bundle(200'000), text);
  EXPECT_TRUE(late.crashed);
  ASSERT_FALSE(late.streamed.issues.empty());
  EXPECT_TRUE(late.streamed.issues.all().front().id == "worker.timeout" || late.streamed.issues.all().front().id == "worker.busy");
}

TEST(Slices, SayWhenTheDiskRefuses) {
  const auto here = in_process(std::make_shared<const Plugins>(Plugins::load({})));
  const formats::Spool source;
  formats::FileSink sink(source.descriptor());
  sink.write(bundle(2));
  sink.finish();
  fhir::StreamOptions how;
  how.limits = Limits::batch();
  const SlicedResult refused = here->slice(how, source.descriptor(), -1);
  EXPECT_TRUE(refused.crashed);
  ASSERT_EQ(refused.streamed.issues.all().size(), 1u);
  EXPECT_EQ(refused.streamed.issues.all().front().id, "host.file");
}

}  // namespace
}  // namespace caseway::host
