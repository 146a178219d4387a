#include "formats/archive.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "formats/archive_builder.h"

namespace caseway::formats {
namespace {

using testing::ElementsAre;
using testing::Pair;
using testing::StrEq;

class Files : public ArchiveHandler {
 public:
  std::map<std::string, std::string> files;
  Want begin(std::string_view name) override {
    open_ = &files[std::string(name)];
    return Want::take;
  }
  bool data(std::string_view bytes) override {
    open_->append(bytes);
    return true;
  }
  bool end() override { return true; }

 private:
  std::string* open_ = nullptr;
};

// "" when the archive was read; else the id of the one issue.
std::string refusal(std::string_view bytes, const Limits& limits = {}) {
  Files files;
  Issues issues;
  const bool read = read_archive(bytes, files, limits, issues);
  EXPECT_EQ(read, issues.empty());
  return issues.empty() ? std::string() : issues.all().front().id;
}

std::string with_name(const std::string& name, ArchiveKind kind = ArchiveKind::tar_gz) {
  return refusal(ArchiveBuilder(kind).file(name, "x").bytes());
}

TEST(Archive, GivesEveryFileOfATarAndOfAZip) {
  for (const auto kind : {ArchiveKind::tar_gz, ArchiveKind::zip}) {
    const std::string long_text(200'000, 'x');
    const std::string bytes =
        ArchiveBuilder(kind).folder("package/").file("package/a.json", "{}").file("package/deep/b.txt", long_text).file("empty", "").bytes();
    Files files;
    Issues issues;
    ASSERT_TRUE(read_archive(bytes, files, {}, issues));
    EXPECT_THAT(files.files, ElementsAre(Pair("empty", ""), Pair("package/a.json", "{}"), Pair("package/deep/b.txt", StrEq(long_text))));
  }
}

TEST(Archive, LeavesOutWhatNobodyWants) {
  class Picky : public Files {
    Want begin(std::string_view name) override { return name == "b" ? Files::begin(name) : Want::pass; }
  } files;
  Issues issues;
  ASSERT_TRUE(read_archive(ArchiveBuilder().file("a", "1").file("b", "2").file("c", "3").bytes(), files, {}, issues));
  EXPECT_THAT(files.files, ElementsAre(Pair("b", "2")));
}

TEST(Archive, StopsWhenTheHandlerSaysSo) {
  class Stopping : public Files {
    Want begin(std::string_view) override { return Want::stop; }
  } files;
  Issues issues;
  EXPECT_FALSE(read_archive(ArchiveBuilder().file("a", "1").bytes(), files, {}, issues));
  EXPECT_TRUE(issues.empty()) << "the handler adds its own";
}

TEST(Archive, TakesLeadingDotsAndNamesInUtf8) {
  EXPECT_EQ(with_name("./package/a.json"), "");
  EXPECT_EQ(refusal(ArchiveBuilder().folder("./").file("./a", "x").bytes()), "");
  EXPECT_EQ(with_name("caf\xC3\xA9.json"), "");
  EXPECT_EQ(with_name("caf\xC3\xA9.json", ArchiveKind::zip), "");
}

TEST(Archive, RefusesNamesThatLeadElsewhere) {
  for (const char* name : {"/etc/passwd", "../up", "a/../../up", "a/..", "C:\\x", "c:x", "a\\b", "a//b", "a/./b", "bell\x07", "line\nbreak"}) {
    EXPECT_EQ(with_name(name), "archive.name") << name;
    if (std::string_view(name) != "a\\b") {
      EXPECT_EQ(with_name(name, ArchiveKind::zip), "archive.name") << name;
    }
  }
  EXPECT_EQ(with_name("..\\up", ArchiveKind::zip), "archive.name") << "a ZIP's backslash is read as a slash";
  EXPECT_EQ(with_name(std::string(2000, 'n')), "archive.name");
}

TEST(Archive, RefusesLinksAndDevices) {
  EXPECT_EQ(refusal(ArchiveBuilder().symlink("a", "/etc/passwd").bytes()), "archive.kind");
  EXPECT_EQ(refusal(ArchiveBuilder().file("b", "x").hardlink("a", "b").bytes()), "archive.kind");
  EXPECT_EQ(refusal(ArchiveBuilder().device("a").bytes()), "archive.kind");
  EXPECT_EQ(refusal(ArchiveBuilder(ArchiveKind::zip).symlink("a", "/etc/passwd").bytes()), "archive.kind");
}

TEST(Archive, RefusesTwoFilesOfOneName) {
  EXPECT_EQ(refusal(ArchiveBuilder().file("a", "1").file("./a", "2").bytes()), "archive.duplicate");
  EXPECT_EQ(refusal(ArchiveBuilder().folder("a").folder("a").bytes()), "");
}

TEST(Archive, RefusesAnArchiveInAnArchive) {
  for (const auto kind : {ArchiveKind::tar_gz, ArchiveKind::zip}) {
    const std::string inner = ArchiveBuilder(kind).file("a", "x").bytes();
    EXPECT_EQ(refusal(ArchiveBuilder().file("inner", inner).bytes()), "archive.nested");
    EXPECT_EQ(refusal(ArchiveBuilder(ArchiveKind::zip).file("inner", inner).bytes()), "archive.nested");
  }
}

TEST(Archive, RefusesWhatIsPackedTwice) {
  const std::string once = ArchiveBuilder().file("a", "x").bytes();
  EXPECT_EQ(refusal(ArchiveBuilder(ArchiveKind::gzip).file("once", once).bytes()), "archive.nested");
}

TEST(Archive, RefusesEncryptedFiles) { EXPECT_EQ(refusal(ArchiveBuilder(ArchiveKind::encrypted_zip).file("a", "x").bytes()), "archive.encrypted"); }

TEST(Archive, RefusesWhatIsNoArchiveOrDamaged) {
  EXPECT_EQ(refusal(""), "archive.format");
  EXPECT_EQ(refusal("{\"resourceType\":\"Patient\"}"), "archive.format");
  for (const auto kind : {ArchiveKind::tar_gz, ArchiveKind::zip}) {
    std::string text;
    for (int i = 0; i < 20'000; ++i) text += static_cast<char>('a' + (i * 7919) % 26);
    const std::string whole = ArchiveBuilder(kind).file("a", text).bytes();
    EXPECT_EQ(refusal(whole.substr(0, whole.size() / 2)), "archive.format");
  }
}

TEST(Archive, HoldsItsLimits) {
  const std::string three = ArchiveBuilder().file("a", std::string(1000, 'x')).file("b", std::string(1000, 'y')).folder("c").bytes();
  EXPECT_EQ(refusal(three), "");
  EXPECT_EQ(refusal(three, {.archive_bytes = three.size() - 1}), "limit.archive_bytes");
  EXPECT_EQ(refusal(three, {.archive_bytes = three.size()}), "");
  EXPECT_EQ(refusal(three, {.archive_unpacked_bytes = 1999}), "limit.archive_unpacked_bytes");
  EXPECT_EQ(refusal(three, {.archive_unpacked_bytes = 2000}), "");
  EXPECT_EQ(refusal(three, {.archive_entries = 2}), "limit.archive_entries");
  EXPECT_EQ(refusal(three, {.archive_entries = 3}), "");
}

TEST(Archive, RefusesABombBeforeItIsUnpacked) {
  const std::string zeros(40u << 20, '\0');
  for (const auto kind : {ArchiveKind::tar_gz, ArchiveKind::zip}) {
    const std::string bomb = ArchiveBuilder(kind).file("zeros", zeros).bytes();
    ASSERT_LT(bomb.size(), 100'000u);
    EXPECT_EQ(refusal(bomb), "limit.archive_ratio");
    EXPECT_EQ(refusal(bomb, {.archive_unpacked_bytes = 1u << 20}), "limit.archive_unpacked_bytes");
  }
}

// A file that nobody wants is counted too: passing over it costs the same time.
TEST(Archive, CountsWhatNobodyWants) {
  class Nothing : public Files {
    Want begin(std::string_view) override { return Want::pass; }
  } files;
  Issues issues;
  EXPECT_FALSE(read_archive(ArchiveBuilder().file("zeros", std::string(40u << 20, '\0')).bytes(), files, {}, issues));
  EXPECT_EQ(issues.all().front().id, "limit.archive_ratio");
}

}  // namespace
}  // namespace caseway::formats
