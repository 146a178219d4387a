// What counts as a change of a sender's files, and what is only a slip or a guess.
#include "exchange/shape_changes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace caseway::exchange {
namespace {

using mapping::ColumnShape;
using mapping::Shape;
using mapping::ValueKind;
using testing::HasSubstr;

ColumnShape column(const std::string& header, const std::string& name, ValueKind kind, std::uint64_t filled = 43) {
  ColumnShape made;
  made.header = header;
  made.column = name;
  made.filled = filled;
  made.kinds[static_cast<std::size_t>(kind)] = filled;
  return made;
}

Shape file(std::vector<ColumnShape> columns, std::vector<ColumnShape> absent = {}) {
  Shape made;
  made.tables.push_back({"", 43, std::move(columns), std::move(absent)});
  return made;
}

KnownShape learnt(const Shape& shape) {
  KnownShape known;
  known.learn(shape);
  return KnownShape::read(known.json());  // as it is kept
}

// "renamed dob > Date of Birth; missing phone; new > colour"
std::string told(const std::vector<Change>& changes) {
  std::string text;
  for (const auto& change : changes)
    text += (text.empty() ? "" : "; ") + std::string(change_name(change.kind)) + (change.column.empty() ? "" : " " + change.column) +
            (change.header.empty() ? "" : " > " + change.header) + (change.code.empty() ? "" : " " + change.code);
  return text;
}

const Shape kBefore = file({column("ID", "id", ValueKind::code), column("DOB", "dob", ValueKind::date), column("Name", "name", ValueKind::word)});

TEST(ShapeChanges, TheSameFileHasNone) {
  const auto known = learnt(kBefore);
  EXPECT_EQ(told(changes_of(&known, kBefore)), "");
}

TEST(ShapeChanges, AFirstFileHasNoneUnlessSomethingRequiredIsGone) {
  EXPECT_EQ(told(changes_of(nullptr, file({column("ID", "id", ValueKind::code), column("Colour", "", ValueKind::word)}))), "");
  auto dob = column("", "dob", ValueKind::nothing, 0);
  dob.required = true;
  dob.expected = ValueKind::date;
  const auto now = file({column("ID", "id", ValueKind::code), column("Date of Birth", "", ValueKind::date)}, {dob});
  EXPECT_EQ(told(changes_of(nullptr, now)), "renamed dob > Date of Birth");
}

TEST(ShapeChanges, InitialsAndKindsTellARenamedColumn) {
  const auto known = learnt(kBefore);
  const auto changes = changes_of(
      &known, file({column("ID", "id", ValueKind::code), column("Date of Birth", "", ValueKind::date), column("Name", "name", ValueKind::word)}));
  ASSERT_EQ(told(changes), "renamed dob > Date of Birth");
  EXPECT_THAT(changes.front().text, HasSubstr("`DOB` is now `Date of Birth`: 43 of 43 look like dates, as before"));
}

TEST(ShapeChanges, TwoThatCouldBeItAreNotGuessed) {
  const auto known = learnt(kBefore);
  const auto now = file({column("ID", "id", ValueKind::code), column("Seen", "", ValueKind::date), column("Born", "", ValueKind::date),
                         column("Name", "name", ValueKind::word)});
  // "Seen" stands where DOB stood: that is a hint, and the only one.
  EXPECT_EQ(told(changes_of(&known, now)), "renamed dob > Seen; new > Born");
  const auto elsewhere = file({column("ID", "id", ValueKind::code), column("Name", "name", ValueKind::word), column("Seen", "", ValueKind::date),
                               column("Born", "", ValueKind::date)});
  EXPECT_EQ(told(changes_of(&known, elsewhere)), "missing dob; new > Seen; new > Born");
}

TEST(ShapeChanges, AColumnOfAnotherKindIsAnotherColumn) {
  const auto known = learnt(kBefore);
  const auto now = file({column("ID", "id", ValueKind::code), column("DOB text", "", ValueKind::text), column("Name", "name", ValueKind::word)});
  EXPECT_EQ(told(changes_of(&known, now)), "missing dob; new > DOB text");
}

TEST(ShapeChanges, AColumnThatWasAlwaysEmptyIsNotMissed) {
  const auto known = learnt(file({column("ID", "id", ValueKind::code), column("Phone", "phone", ValueKind::nothing, 0)}));
  EXPECT_EQ(told(changes_of(&known, file({column("ID", "id", ValueKind::code)}))), "");
  EXPECT_EQ(told(changes_of(&known, file({column("ID", "id", ValueKind::code), column("Telephone", "", ValueKind::phone)}))),
            "renamed phone > Telephone");
}

TEST(ShapeChanges, AFileWithoutAHeaderRowIsNotQuoted) {
  const auto known = learnt(kBefore);
  const auto changes = changes_of(&known, file({column("R-1", "", ValueKind::code), column("1961-02-11", "", ValueKind::date)}));
  EXPECT_EQ(told(changes), "missing id; missing dob; missing name");
  for (const auto& change : changes) EXPECT_THAT(change.text, testing::Not(HasSubstr("1961")));
}

TEST(ShapeChanges, AnotherSpellingThatTheMappingKnowsIsNone) {
  const auto known = learnt(kBefore);
  const auto now = file({column("ID", "id", ValueKind::code), column("birth date", "dob", ValueKind::date), column("Name", "name", ValueKind::word)});
  EXPECT_EQ(told(changes_of(&known, now)), "");
}

TEST(ShapeChanges, CodesInThreeRowsAreAChangeAndInTwoASlip) {
  const auto known = learnt(kBefore);
  auto name = column("Name", "name", ValueKind::word);
  name.table = "names";
  name.unknown = {{"UNKN", 3, "UNK"}, {"X", 2, ""}};
  const auto now = file({column("ID", "id", ValueKind::code), column("DOB", "dob", ValueKind::date), name});
  EXPECT_EQ(told(changes_of(&known, now)), "code name UNKN");
}

struct Dates {
  const char* accepted;
  std::uint64_t first, second;
  const char* form;  // as it is now; "" no change
};
class SwappedDates : public testing::TestWithParam<Dates> {};

TEST_P(SwappedDates, AreSeenByTheNumbersAbove12) {
  auto dob = column("DOB", "dob", ValueKind::date);
  dob.accepted = GetParam().accepted;
  dob.first_over_12 = GetParam().first;
  dob.second_over_12 = GetParam().second;
  const auto changes = changes_of(nullptr, file({dob}));
  EXPECT_EQ(changes.empty() ? "" : changes.front().forms.back(), GetParam().form);
}

INSTANTIATE_TEST_SUITE_P(All, SwappedDates,
                         testing::Values(Dates{"MM/DD/YYYY", 17, 0, "DD/MM/YYYY"}, Dates{"MM/DD/YYYY", 0, 17, ""}, Dates{"MM/DD/YYYY", 3, 17, ""},
                                         Dates{"MM/DD/YYYY", 0, 0, ""}, Dates{"YYYY-MM-DD or M/D/YYYY", 5, 0, "D/M/YYYY"},
                                         Dates{"DD.MM.YYYY", 0, 9, "MM.DD.YYYY"}, Dates{"YYYY-MM-DD", 9, 0, ""}));

TEST(ShapeChanges, OfAMappingThatTakesBothOrdersTheFilesBeforeDecide) {
  auto before = column("DOB", "dob", ValueKind::date);
  before.second_over_12 = 20;
  const auto known = learnt(file({before}));
  auto now = column("DOB", "dob", ValueKind::date);
  now.accepted = "MM/DD/YYYY or DD/MM/YYYY";
  now.first_over_12 = 20;
  EXPECT_EQ(told(changes_of(&known, file({now}))), "dates dob");
}

// Documents of XML: places that may be left out.
Shape documents(std::uint64_t rows, const std::vector<std::string>& places, const std::vector<std::string>& fresh = {},
                std::vector<ColumnShape> absent = {}) {
  Shape made;
  made.sparse = true;
  made.tables.push_back({"", rows, {}, std::move(absent)});
  for (const auto& place : places) made.tables.front().columns.push_back(column(place, place, ValueKind::word, rows));
  for (const auto& place : fresh) made.tables.front().columns.push_back(column(place, "", ValueKind::word, rows));
  return made;
}

struct Elements {
  const char* name;
  std::uint64_t rows;
  std::vector<std::string> places, fresh;
  const char* changes;
};
class ChangedElements : public testing::TestWithParam<Elements> {};

TEST_P(ChangedElements, AreTold) {
  const auto known = learnt(documents(20, {"@id", "person/family", "person/given", "person/born", "note"}));
  EXPECT_EQ(told(changes_of(&known, documents(GetParam().rows, GetParam().places, GetParam().fresh))), GetParam().changes);
}

INSTANTIATE_TEST_SUITE_P(
    All, ChangedElements,
    testing::Values(
        Elements{"LeftOutInOne", 1, {"@id", "person/family"}, {}, ""},
        Elements{"LeftOutInSeveral", 9, {"@id", "person/family", "person/given", "note"}, {}, "missing person/born"},
        Elements{"AWholeElementLeftOut", 9, {"@id", "note"}, {}, "missing person"},
        Elements{"Renamed", 1, {"@id", "person/family", "person/born", "note"}, {"person/given_name"}, "renamed person/given > person/given_name"},
        Elements{"InAnotherElement", 1, {"@id", "person/family", "person/born", "note"}, {"given_name"}, "new > given_name"},
        Elements{"AnAttributeIsNoElement", 1, {"@id", "person/family", "person/born", "note"}, {"person/@given_name"}, "new > person/@given_name"},
        Elements{"New", 1, {"@id", "person/family"}, {"colour"}, "new > colour"},
        Elements{"TheElementAround", 1, {"@id"}, {"client/family", "client/given", "client/born"}, "renamed person > client"},
        Elements{"TheElementAroundAndOneInIt",
                 1,
                 {"@id"},
                 {"client/family", "client/given_name", "client/born"},
                 "renamed person > client; renamed person/given > client/given_name"},
        Elements{"AnotherElement", 1, {"@id", "person/family"}, {"carer/family"}, "new > carer/family"}),
    [](const auto& info) { return info.param.name; });

TEST(ShapeChanges, WhatAnElementNeedsIsMissingOnlyWhereTheElementIs) {
  auto phone = column("", "contact/phone", ValueKind::nothing, 0);
  phone.required = true;
  EXPECT_EQ(told(changes_of(nullptr, documents(9, {"@id"}, {}, {phone}))), "");
  EXPECT_EQ(told(changes_of(nullptr, documents(9, {"@id", "contact/name"}, {}, {phone}))), "missing contact/phone");
  EXPECT_EQ(told(changes_of(nullptr, documents(1, {"@id", "contact/name"}, {"contact/telephone"}, {phone}))),
            "renamed contact/phone > contact/telephone");
}

TEST(KnownShape, OfDocumentsWhatIsLeftOutStaysKnown) {
  KnownShape known;
  known.learn(documents(20, {"@id", "note"}));
  known.learn(documents(1, {"@id"}));
  EXPECT_EQ(told(changes_of(&known, documents(9, {"@id"}))), "missing note");
  known.learn(documents(9, {"@id"}));
  EXPECT_EQ(told(changes_of(&known, documents(9, {"@id"}))), "") << "asked once";
  EXPECT_EQ(told(changes_of(&known, documents(9, {"@id", "note"}))), "");
}

TEST(KnownShape, KeepsSharesAndNoNumbersOfPeople) {
  auto priority = column("Priority", "priority", ValueKind::word, 42);
  priority.codes = {"routine", "urgent"};
  KnownShape known;
  known.learn(file({priority}));
  EXPECT_EQ(known.tables.front().columns.front().filled, 97u);
  EXPECT_THAT(known.json(), testing::Not(HasSubstr("43")));
  EXPECT_THAT(known.json(), testing::Not(HasSubstr("42")));
}

}  // namespace
}  // namespace caseway::exchange
