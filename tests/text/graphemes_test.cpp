#include "carafe/text/graphemes.hpp"

#include <gtest/gtest.h>

namespace carafe::text {

TEST(Graphemes, CountsWhatPeopleSee) {
    struct Row {
        std::string_view text;
        std::size_t count;
    };

    for (auto [text, count] : {Row{"", 0},
                               {"abc", 3},
                               {"a\r\nb", 3},
                               {"e\u0301", 1},
                               {"grüße", 5},
                               {"👨‍👩‍👧‍👦", 1},
                               {"🏴󠁧󠁢󠁥󠁮󠁧󠁿", 1},
                               {"🇩🇪🇫🇷", 2},
                               {"👍🏽👍", 2},
                               {"1️⃣", 1},
                               {"नि", 1}}) {
        EXPECT_EQ(count_graphemes(text), count) << text;
    }
}

TEST(Graphemes, MalformedTextIsCountedNotFeared) {
    EXPECT_EQ(count_graphemes("a\xFF"), 2U);
}

TEST(Graphemes, FirstIsTakenWhole) {
    struct Row {
        std::string_view text;
        std::string_view first;
    };

    for (auto [text, first] : {Row{"", ""},
                               {"a", "a"},
                               {"abc", "a"},
                               {"\r\nb", "\r\n"},
                               {"e\u0301a", "e\u0301"},
                               {"éa", "é"},
                               {"👨‍👩‍👧‍👦👍", "👨‍👩‍👧‍👦"},
                               {"🏴󠁧󠁢󠁥󠁮󠁧󠁿x", "🏴󠁧󠁢󠁥󠁮󠁧󠁿"},
                               {"🇩🇪🇫🇷", "🇩🇪"},
                               {"👍🏽👍", "👍🏽"},
                               {"1️⃣2", "1️⃣"},
                               {"\xFF\xFE", "\xFF"}}) {
        EXPECT_EQ(first_grapheme(text), first) << text;
    }
}

TEST(EmojiText, AcceptsOnlyEmoji) {
    for (std::string_view text : {"🧹",
                                  "👨‍👩‍👧‍👦",
                                  "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
                                  "🇩🇪",
                                  "👍🏽",
                                  "1️⃣",
                                  "☎️",
                                  "☀",
                                  "❤️❤️",
                                  "🧹🍽️",
                                  "©️",
                                  "🏳️‍🌈"}) {
        EXPECT_TRUE(is_emoji_text(text)) << text;
    }
}

TEST(EmojiText, RefusesEverythingElse) {
    for (std::string_view text :
         {"", "a", "1", "#", "©", "™", "🧹 ", "x🧹", "🇩", "☎\uFE0E", "é", "\u200D", "\uFE0F"}) {
        EXPECT_FALSE(is_emoji_text(text)) << text;
    }
}

TEST(FoldCase, MakesEqualWhatDiffersInCaseOnly) {
    EXPECT_EQ(fold_case("Straße"), fold_case("STRASSE"));
    EXPECT_EQ(fold_case("ÉTÉ"), fold_case("e\u0301te\u0301"));
    EXPECT_EQ(fold_case("Σίσυφος"), fold_case("ΣΊΣΥΦΟΣ"));
    EXPECT_NE(fold_case("anna"), fold_case("änna"));
}

}  // namespace carafe::text
