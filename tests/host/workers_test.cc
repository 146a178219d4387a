#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <set>
#include <thread>

#include "calls.h"
#include "host/plugins.h"
#include "host/quarantine.h"
#include "host/translator.h"

namespace caseway::host {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kSanitizer = true;  // the worker's memory limit, system call filter and silence are off
#else
constexpr bool kSanitizer = false;
#endif

// The log of a pool, for tests that look into it.
struct Log {
  void operator()(const std::string& line) {
    const std::lock_guard lock(*mutex);
    *text += line + "\n";
  }
  std::string said() const {
    const std::lock_guard lock(*mutex);
    return *text;
  }
  std::shared_ptr<std::mutex> mutex = std::make_shared<std::mutex>();
  std::shared_ptr<std::string> text = std::make_shared<std::string>();
};

WorkerOptions options(unsigned count = 1) {
  WorkerOptions options;
  options.program = HOST_TEST_WORKER;
  options.plugin_folders = {HOST_TEST_PLUGINS};
  options.count = count;
  options.log = Log();
  return options;
}

ReadResult read(Translator& translator, const std::string& dialect, const std::string& bytes, const Context& context = {}) {
  return translator.read(dialect, context, {{"in.txt", "text/plain", bytes}});
}

void expect_good(Translator& translator) {
  const auto result = read(translator, "good", "line 1\n");
  EXPECT_FALSE(result.crashed) << texts(result.issues);
  EXPECT_EQ(result.documents.size(), 1u);
}

std::string deed_done(const ReadResult& result, const std::string& id) {
  for (const auto& issue : result.issues.all())
    if (issue.id == id) return issue.text;
  return "not asked";
}

// The processes that this one started and that still run.
std::vector<pid_t> children() {
  std::vector<pid_t> out;
  for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
    const auto name = entry.path().filename().string();
    if (name.find_first_not_of("0123456789") != name.npos) continue;
    std::ifstream stat(entry.path() / "stat");
    std::string id, program, state;
    pid_t parent = 0;
    if (stat >> id >> program >> state >> parent && parent == ::getpid() && state != "Z") out.push_back(std::stoi(id));
  }
  return out;
}

TEST(Workers, AnswerAsThisProcessDoes) {
  const auto workers = in_workers(options());
  const auto here = in_process(std::make_shared<const Plugins>(Plugins::load({HOST_TEST_PLUGINS})));
  Context context;
  context.detail = Detail::values;
  context.kind = "referral";
  context.settings["key"] = "value";
  const auto a = read(*workers, "good", "line 1\n\nline 2\n", context);
  const auto b = read(*here, "good", "line 1\n\nline 2\n", context);
  ASSERT_EQ(a.documents.size(), 2u) << texts(a.issues);
  ASSERT_EQ(b.documents.size(), 2u);
  for (std::size_t i = 0; i < 2; ++i) {
    EXPECT_EQ(a.documents[i].kind, "referral");
    EXPECT_EQ(a.documents[i].name, b.documents[i].name);
    EXPECT_EQ(a.documents[i].tree.to_bytes(), b.documents[i].tree.to_bytes());
    EXPECT_EQ(a.documents[i].ledger.to_bytes(), b.documents[i].ledger.to_bytes());
    EXPECT_EQ(a.documents[i].residual.at(0).value, b.documents[i].residual.at(0).value);
  }
  ASSERT_EQ(a.rest.size(), 1u);
  EXPECT_EQ(a.rest[0].counts()[Fate::ignored], 1u);
  const auto written = workers->write("good", context, a.documents);
  EXPECT_EQ(written.parts.at(0).bytes, "line 1\nline 2\n") << texts(written.issues);
  EXPECT_EQ(written.parts.at(0).media_type, "text/plain");
  ASSERT_EQ(written.ledgers.size(), 2u);
  EXPECT_EQ(written.ledgers[1].counts()[Fate::copied], 1u);
}

TEST(Workers, KnowTheBuiltInDialects) {
  const auto workers = in_workers(options());
  const auto result = read(*workers, "fhir-json", R"({"resourceType": "Patient", "id": "p1"})");
  ASSERT_EQ(result.documents.size(), 1u) << texts(result.issues);
  EXPECT_EQ(workers->write("fhir-xml", {}, result.documents).parts.at(0).media_type, "application/fhir+xml");
  EXPECT_THAT(texts(read(*workers, "nobody", "x").issues), HasSubstr("no dialect nobody"));
}

TEST(Workers, RecogniseThoughSomeDialectsCrashOrHang) {
  auto o = options();
  o.wall_timeout_ms = 1000;
  const auto workers = in_workers(o);
  const auto found = workers->recognise("line 1\n", "x.txt", false);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].first, "good");
  EXPECT_EQ(found[0].second.what, "lines of text");
  EXPECT_EQ(workers->recognise(R"({"resourceType": "Bundle"})", "", true).at(0).first, "fhir-json");
}

std::size_t times(std::string_view text, std::string_view part) {
  std::size_t count = 0;
  for (auto at = text.find(part); at != text.npos; at = text.find(part, at + 1)) ++count;
  return count;
}

TEST(Workers, LeaveOutOfRecognitionWhatFailsThereAgainAndAgain) {
  auto o = options(2);
  o.wall_timeout_ms = 1000;
  const Log log = *o.log.target<Log>();
  const auto workers = in_workers(o);
  for (int i = 0; i < 6; ++i) {
    const auto found = workers->recognise("line 1\n", "", false);
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].first, "good");
  }
  for (const auto* plugin : {"crashes", "loops"}) {
    EXPECT_EQ(times(log.said(), std::string("(") + plugin + ")"), Quarantine::kMaxFaults) << log.said();
    EXPECT_EQ(times(log.said(), std::string("plugin ") + plugin + " is left out of recognition"), 1u) << log.said();
  }
  EXPECT_EQ(times(log.said(), "plugin good is left out"), 0u);
  EXPECT_THAT(ids(read(*workers, "crashes", "x").issues), ElementsAre("worker.crashed"));
  expect_good(*workers);
}

// Many at a time, as they come from the network: each is answered, and the culprit takes few workers.
TEST(Workers, RecogniseForManyThoughADialectCrashes) {
  auto o = options(2);  // with its usual patience: until loops is left out, everybody may have to wait for it
  const Log log = *o.log.target<Log>();
  const auto workers = in_workers(o);
  std::atomic<int> recognised{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t)
    threads.emplace_back([&] {
      for (int i = 0; i < 10; ++i) {
        const auto found = workers->recognise("line 1\n", "", false);
        recognised += !found.empty() && found[0].first == "good";
      }
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(recognised, 80);
  EXPECT_LE(times(log.said(), "(crashes)"), Quarantine::kMaxFaults + o.count - 1) << log.said();
}

TEST(Workers, AskAgainWhenAWorkerDiedWhileRecognising) {
  auto o = options(1);
  const Log log = *o.log.target<Log>();
  o.wall_timeout_ms = 1000;
  const auto workers = in_workers(o);
  while (times(log.said(), "is left out of recognition") < 3) workers->recognise("x", "", false);  // crashes, hoards, loops: out of the way
  std::thread killer([] {
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    for (const pid_t child : children()) ::kill(child, SIGKILL);
  });
  const auto found = workers->recognise("nap", "", false);
  killer.join();
  EXPECT_EQ(times(log.said(), "(misbehaves) crashed (signal SIGKILL)"), 1u) << log.said();
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].first, "misbehaves");
}

TEST(Quarantine, ForgivesWhatWasLateButNotWhatEnded) {
  Quarantine quarantine;
  using Fault = Quarantine::Fault;
  for (int i = 0; i < 10; ++i) {
    EXPECT_FALSE(quarantine.blame("slow", Fault::late));
    EXPECT_FALSE(quarantine.blame("slow", Fault::late));
    quarantine.answered("slow");
  }
  EXPECT_FALSE(quarantine.holds("slow"));
  EXPECT_FALSE(quarantine.blame("slow", Fault::late));
  EXPECT_FALSE(quarantine.blame("slow", Fault::ended));
  quarantine.answered("slow");
  EXPECT_FALSE(quarantine.blame("slow", Fault::ended));
  EXPECT_TRUE(quarantine.blame("slow", Fault::late));
  EXPECT_TRUE(quarantine.holds("slow"));
  quarantine.answered("slow");
  EXPECT_FALSE(quarantine.blame("slow", Fault::ended)) << "said once";
  EXPECT_TRUE(quarantine.holds("slow"));
  EXPECT_FALSE(quarantine.holds("other"));
}

TEST(Workers, SurviveAPluginThatThrows) {
  const auto workers = in_workers(options());
  const auto result = read(*workers, "throws", "x");
  EXPECT_TRUE(result.crashed);
  EXPECT_THAT(ids(result.issues), ElementsAre("plugin.threw"));
  EXPECT_THAT(texts(result.issues), HasSubstr("NotFound"));
  EXPECT_THAT(texts(result.issues), Not(HasSubstr("secret")));
  EXPECT_THAT(ids(workers->write("throws", {}, {Document{}}).issues), ElementsAre("plugin.threw"));
  expect_good(*workers);
}

TEST(Workers, SurviveAPluginThatCrashes) {
  auto o = options();
  const Log log = *o.log.target<Log>();
  const auto workers = in_workers(o);
  for (int i = 0; i < 3; ++i) {
    const auto result = read(*workers, "crashes", "x");
    EXPECT_TRUE(result.crashed);
    EXPECT_THAT(result.documents, IsEmpty());
    EXPECT_THAT(ids(result.issues), ElementsAre("worker.crashed"));
    EXPECT_THAT(texts(result.issues), HasSubstr(kSanitizer ? "exit code" : "SIGSEGV"));
    expect_good(*workers);
  }
  EXPECT_TRUE(workers->write("crashes", {}, {Document{}}).crashed);
  EXPECT_THAT(log.said(), HasSubstr("a fresh one starts"));
}

TEST(Workers, StopAPluginThatNeverComesBack) {
  auto o = options();
  o.wall_timeout_ms = 1000;
  const auto workers = in_workers(o);
  const auto begin = std::chrono::steady_clock::now();
  for (const auto* plugin : {"loops", "misbehaves"}) {
    const auto result = read(*workers, plugin, "sleep");
    EXPECT_TRUE(result.crashed);
    EXPECT_THAT(ids(result.issues), ElementsAre("worker.timeout"));
  }
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(20));
  expect_good(*workers);
}

TEST(Workers, LimitProcessorTimeOfEachRequest) {
  auto o = options();
  o.cpu_timeout_secs = 1;
  const auto workers = in_workers(o);
  const auto result = read(*workers, "loops", "x");
  EXPECT_THAT(ids(result.issues), ElementsAre("worker.timeout"));
  EXPECT_THAT(texts(result.issues), HasSubstr("processor time"));
  expect_good(*workers);
}

TEST(Workers, LimitMemory) {
  if (kSanitizer) GTEST_SKIP() << "a sanitizer's shadow memory needs more than any limit";
  auto o = options();
  o.max_memory_bytes = 512u << 20;
  const auto workers = in_workers(o);
  const auto result = read(*workers, "hoards", "x");
  EXPECT_TRUE(result.crashed);
  EXPECT_THAT(ids(result.issues), ElementsAre("worker.memory"));
  expect_good(*workers);
}

TEST(Workers, SurviveEveryMisdeed) {
  auto o = options();
  o.wall_timeout_ms = 3000;
  const auto workers = in_workers(o);
  for (const auto* deed : {"exit", "abort", "close everything"})
    EXPECT_THAT(ids(read(*workers, "misbehaves", deed).issues), ElementsAre("worker.crashed")) << deed;
  EXPECT_THAT(ids(read(*workers, "misbehaves", "throw int").issues), ElementsAre("plugin.threw"));
  EXPECT_THAT(ids(read(*workers, "misbehaves", "damaged tree").issues), ElementsAre("plugin.answer"));
  const auto named = read(*workers, "misbehaves", "path as name");
  EXPECT_THAT(ids(named.issues), ElementsAre("plugin.name.unsafe"));
  EXPECT_EQ(named.documents.at(0).name, "");
  const auto written = workers->write("misbehaves", {}, {});
  EXPECT_EQ(written.parts.at(0).name, "");
  EXPECT_EQ(written.parts.at(0).media_type, "");
  expect_good(*workers);
}

TEST(Workers, StopAFloodOfAnswers) {
  auto o = options();
  o.max_memory_bytes = 128u << 20;
  const auto workers = in_workers(o);
  const auto result = read(*workers, "misbehaves", "flood");
  EXPECT_TRUE(result.crashed);
  EXPECT_THAT(result.documents, IsEmpty());
  expect_good(*workers);
}

TEST(Workers, MayDoLittle) {
  if (kSanitizer) GTEST_SKIP() << "a sanitizer's runtime needs files and processes";
  const auto workers = in_workers(options());
  EXPECT_EQ(deed_done(read(*workers, "misbehaves", "socket"), "misbehaves.socket"), "refused");
  EXPECT_EQ(deed_done(read(*workers, "misbehaves", "open"), "misbehaves.open"), "refused");
  EXPECT_EQ(deed_done(read(*workers, "misbehaves", "fork"), "misbehaves.fork"), "refused");
}

TEST(Workers, InheritNothing) {
  ::setenv("CASEWAY_TEST_SECRET", "key", 1);
  const int listening = ::socket(AF_INET, SOCK_STREAM, 0);  // as a careless library opens it: without CLOEXEC
  const int file = ::open("/etc/hostname", O_RDONLY);
  const auto workers = in_workers(options());
  EXPECT_EQ(deed_done(read(*workers, "misbehaves", "environment"), "misbehaves.environment"), "refused");
  EXPECT_EQ(deed_done(read(*workers, "misbehaves", "descriptors"), "misbehaves.descriptors"), "refused");
  ::close(listening);
  ::close(file);
}

TEST(Workers, PrintNothingOfADocument) {
  if (kSanitizer) GTEST_SKIP() << "a sanitizer's report goes to stderr";
  // The worker's stdout and stderr are this process's stderr; a file takes its place for a while.
  testing::internal::CaptureStderr();
  {
    const auto workers = in_workers(options());
    EXPECT_FALSE(read(*workers, "misbehaves", "print").crashed);
  }
  EXPECT_THAT(testing::internal::GetCapturedStderr(), Not(HasSubstr("DOCUMENT CONTENT")));
}

TEST(Workers, ServeManyThreads) {
  const auto workers = in_workers(options(2));
  std::atomic<int> good{0};
  std::atomic<int> crashed{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 6; ++t)
    threads.emplace_back([&, t] {
      for (int i = 0; i < 10; ++i) {
        const auto result = read(*workers, t == 0 ? "crashes" : "good", "line " + std::to_string(t) + "\n");
        crashed += result.crashed;
        good += !result.crashed && result.documents.size() == 1 && result.documents[0].name == std::to_string(t);
      }
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(good, 50);
  EXPECT_EQ(crashed, 10);
}

TEST(Workers, OutliveTheThreadThatAsked) {
  auto o = options();
  const Log log = *o.log.target<Log>();
  const auto workers = in_workers(o);
  std::thread([&] { EXPECT_TRUE(read(*workers, "crashes", "x").crashed); }).join();
  std::thread([&] { expect_good(*workers); }).join();
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  expect_good(*workers);
  EXPECT_THAT(log.said(), Not(HasSubstr("ended while idle")));
}

TEST(Workers, SayWhenNoneIsFree) {
  auto o = options();
  o.wall_timeout_ms = 500;
  const auto workers = in_workers(o);
  std::thread busy([&] { read(*workers, "misbehaves", "sleep"); });
  std::this_thread::sleep_for(std::chrono::milliseconds(200));
  std::vector<std::thread> others;
  std::atomic<int> told{0};
  for (int i = 0; i < 3; ++i)
    others.emplace_back([&] { told += ids(read(*workers, "misbehaves", "sleep").issues) == std::vector<std::string>{"worker.busy"}; });
  for (auto& other : others) other.join();
  busy.join();
  EXPECT_GE(told, 1);
}

TEST(Workers, AreReplacedAfterSoManyDocuments) {
  auto o = options();
  o.recycle_after_documents = 3;
  const auto workers = in_workers(o);
  std::set<pid_t> seen;
  for (int i = 0; i < 10; ++i) {
    for (const pid_t child : children()) seen.insert(child);
    expect_good(*workers);
  }
  EXPECT_GE(seen.size(), 3u);
  EXPECT_LE(children().size(), 1u);
}

TEST(Workers, AreReplacedWhenTheyDiedIdle) {
  auto o = options();
  const Log log = *o.log.target<Log>();
  const auto workers = in_workers(o);
  expect_good(*workers);
  for (const pid_t child : children()) ::kill(child, SIGKILL);
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  expect_good(*workers);
  EXPECT_THAT(log.said(), HasSubstr("ended while idle"));
}

TEST(Workers, MustStart) {
  auto o = options();
  o.program = "/nowhere/caseway";
  EXPECT_THROW(in_workers(o), std::runtime_error);
  o.program = "/bin/false";
  try {
    in_workers(o);
    FAIL() << "a worker that does nothing but fail got ready";
  } catch (const std::runtime_error& e) {
    EXPECT_THAT(e.what(), HasSubstr("exit code 1"));
  }
}

TEST(Workers, SayWhichPluginsTheyRefused) {
  auto o = options();
  const Log log = *o.log.target<Log>();
  const auto workers = in_workers(o);
  expect_good(*workers);
  EXPECT_THAT(log.said(), HasSubstr("start-fails: the plugin could not start"));
}

TEST(Workers, LeaveOutAPluginThatEndsThemWhileItLoads) {
  auto o = options(2);
  const Log log = *o.log.target<Log>();
  o.plugin_folders.push_back(HOST_TEST_DEADLY);
  const auto workers = in_workers(o);
  expect_good(*workers);
  EXPECT_THAT(ids(read(*workers, "dies-at-load", "x").issues), ElementsAre("plugin.unknown"));
  EXPECT_THAT(log.said(), HasSubstr("dies-at-load: it ended the worker that loaded it"));
}

// What parsing needs must work behind the walls, error messages of the parser included.
TEST(Workers, ReadXmlAsThisProcessDoes) {
  const auto workers = in_workers(options());
  const auto here = in_process(std::make_shared<const Plugins>(Plugins::load({})));
  for (const auto* xml :
       {"<Patient xmlns=\"http://hl7.org/fhir\"><id value=\"p1\"/></Patient>", "<Patient xmlns=\"http://hl7.org/fhir\"><id value=\"p1\"></Patient>",
        "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><Patient xmlns=\"http://hl7.org/fhir\"><name><family value=\"M\xfcller\"/></name></Patient>",
        "<!DOCTYPE x SYSTEM \"file:///etc/hostname\"><x/>", "not xml"}) {
    const auto a = read(*workers, "fhir-xml", xml);
    const auto b = read(*here, "fhir-xml", xml);
    EXPECT_FALSE(a.crashed) << xml;
    EXPECT_EQ(texts(a.issues), texts(b.issues)) << xml;
    ASSERT_EQ(a.documents.size(), b.documents.size()) << xml;
    for (std::size_t i = 0; i < a.documents.size(); ++i) EXPECT_EQ(a.documents[i].tree.to_bytes(), b.documents[i].tree.to_bytes());
  }
}

TEST(Workers, LimitTheSizeOfAResult) {
  const auto workers = in_workers(options());
  const auto documents = read(*workers, "good", "line 1\n").documents;
  Context context;
  context.settings["repeat"] = std::to_string(3u << 20);
  EXPECT_THAT(ids(workers->write("good", context, documents).issues), ElementsAre("limit.output_factor"));
  context.limits.output_factor = 100'000'000;
  context.limits.output_bytes = 2u << 20;
  const auto result = workers->write("good", context, documents);
  EXPECT_THAT(ids(result.issues), ElementsAre("limit.output_bytes"));
  EXPECT_THAT(result.parts, IsEmpty());
  context.limits.output_bytes = 8u << 20;
  EXPECT_EQ(workers->write("good", context, documents).parts.size(), 1u);
}

}  // namespace
}  // namespace caseway::host
