// People as pages show them.
#include "apps/dinkydash/services/faces.hpp"

#include <gtest/gtest.h>

namespace dinkydash {

TEST(Initials, AreWholeCharactersOfTheFirstTwoWords) {
    struct Row {
        std::string_view name;
        std::string_view initials;
    };

    for (auto [name, initials] : {Row{"", ""},
                                  {"Anna", "A"},
                                  {"Anna Lena Sofie", "AL"},
                                  {"Anna-Lena", "AL"},
                                  {"  Ömer  Élan ", "ÖÉ"},
                                  {"E\u0301va", "E\u0301"},
                                  {"Oma & Opa", "OO"},
                                  {"🇩🇪 / 🇬🇧", "🇩🇪🇬🇧"},
                                  {"🇩🇪🇬🇧", "🇩🇪"},
                                  {"👨‍👩‍👧‍👦 family", "👨‍👩‍👧‍👦f"},
                                  {"👍🏽 👋🏿", "👍🏽👋🏿"},
                                  {"🏴󠁧󠁢󠁥󠁮󠁧󠁿", "🏴󠁧󠁢󠁥󠁮󠁧󠁿"},
                                  {"/", ""}}) {
        EXPECT_EQ(initials_of(name), initials) << name;
    }
}

}  // namespace dinkydash
