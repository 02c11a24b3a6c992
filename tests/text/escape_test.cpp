#include "carafe/text/escape.hpp"

#include <gtest/gtest.h>

namespace carafe::text {

TEST(EscapeHtml, ReplacesTheFiveCharacters) {
    EXPECT_EQ(escape_html(R"(<a href="x" title='y'>&</a>)"),
              "&lt;a href=&#34;x&#34; title=&#39;y&#39;&gt;&amp;&lt;/a&gt;");
}

TEST(EscapeHtml, LeavesTheRestAlone) {
    EXPECT_EQ(escape_html(""), "");
    EXPECT_EQ(escape_html("grüße `=/ 🧹"), "grüße `=/ 🧹");
}

TEST(EscapeHtml, AppendsBehindWhatIsThere) {
    std::string out = "<b>";
    append_html(out, "a<b");
    EXPECT_EQ(out, "<b>a&lt;b");
}

}  // namespace carafe::text
