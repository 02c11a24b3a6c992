// The five characters of HTML escaping, and the addresses a link may have.
#pragma once
#include "carafe/templates/buffer.hpp"

namespace carafe::templates {

/// Appends `text` with & < > " ' as &amp; &lt; &gt; &#34; &#39;, in text and quoted attributes
/// alike.
/// @cost  14 bytes a nanosecond when nothing is to be escaped; without SSE2 a byte at a time.
void escape(Buffer& out, std::string_view text);

/// The slow, obvious twin, for tests and processors without SSE2.
void escape_by_table(Buffer& out, std::string_view text);

/// Whether `text` has one of the five characters.
bool needs_escape(std::string_view text);

/// Whether a browser may follow `url`: relative, or with the scheme http, https, mailto or tel.
/// Control characters and blanks, which browsers skip inside a scheme, are skipped here too.
bool is_safe_url(std::string_view url);

}  // namespace carafe::templates
