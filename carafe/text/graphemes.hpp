// Characters as people count them (a family emoji is one), emoji-only text, caseless comparison.
// Everything here takes UTF-8; text that is not well-formed is repaired first (text/utf8.hpp).
//
//     text::count_graphemes("👨‍👩‍👧‍👦é") == 2
//     text::fold_case("Straße") == text::fold_case("STRASSE")
//
// @source UAX #29 (extended grapheme clusters), UTS #51 (emoji), Unicode 15 §3.13 (case folding)
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace carafe::text {

/// Number of extended grapheme clusters. CR LF counts as one, as the standard has it.
/// @cost  ASCII is counted without ICU; else about 1 µs per cluster after setting up a break
/// iterator.
std::size_t count_graphemes(std::string_view text);

/// The first cluster of `text`, as a view into it: "👨‍👩‍👧‍👦", "é", "\r\n". Empty for empty text.
/// Malformed bytes are not repaired: each ends a cluster and is given as it stands.
/// @cost  as count_graphemes() of one cluster.
std::string_view first_grapheme(std::string_view text);

/// Whether `text` is one or more emoji and nothing else (no blanks). A cluster is an emoji when it
/// is drawn as one by default (🧹), asks for it (☎️, 1️⃣), is a sequence (flags, skin tones,
/// families), or is a symbol from U+2600 on without a selector (☀, ❤). "1", "#", "©" and "™" alone
/// are not.
bool is_emoji_text(std::string_view text);

/// Key for uniqueness and search without case: NFC of the full case folding. Not for display.
std::string fold_case(std::string_view text);

}  // namespace carafe::text
