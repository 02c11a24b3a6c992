// HTML escaping of text and quoted attribute values: the five characters & < > " ' and nothing
// else. Not for URLs (text/percent.hpp), scripts (text/json.hpp) or style sheets.
//
// @source Jinja2's and Werkzeug's `escape` (markupsafe): &amp; &lt; &gt; &#34; &#39;
#pragma once
#include <string>
#include <string_view>

namespace carafe::text {

/// Appends `text` with the five characters replaced. Bytes above 0x7F pass unchanged.
void append_html(std::string& out, std::string_view text);

/// `text` with the five characters replaced.
std::string escape_html(std::string_view text);

}  // namespace carafe::text
