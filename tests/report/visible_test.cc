#include "report/visible.h"

#include <gtest/gtest.h>

namespace caseway::report {
namespace {

TEST(Visible, LeavesWordsAndLinesAlone) {
  EXPECT_EQ(visible("Adaeze \xC3\xA9t\xC3\xA9\n\tnext \xE2\x80\xA6"), "Adaeze \xC3\xA9t\xC3\xA9\n\tnext \xE2\x80\xA6");
}

TEST(Visible, ShowsWhatWouldCommandATerminal) {
  EXPECT_EQ(visible("\x1b[31mred\x1b]0;title\x07"), "\xE2\x90\x9B[31mred\xE2\x90\x9B]0;title\xE2\x90\x87");
  EXPECT_EQ(visible(std::string_view("a\0b\r", 4)),
            "a\xE2\x90\x80"
            "b\xE2\x90\x8D");
  EXPECT_EQ(visible("\x7f"), "\xE2\x90\xA1");
}

TEST(Visible, ShowsTheOtherControlsOfUnicode) {
  EXPECT_EQ(visible("\xC2\x9B"
                    "31m"),
            "\xEF\xBF\xBD"
            "31m");                            // CSI as one character
  EXPECT_EQ(visible("\xC2\xA0"), "\xC2\xA0");  // a blank that does not break is none
  EXPECT_EQ(visible("\xC2"), "\xC2");
}

}  // namespace
}  // namespace caseway::report
