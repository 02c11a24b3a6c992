// QR codes as inline SVG: dark squares only, so that the page decides about size and colours.
//
//     auto svg = reports::qr_svg(link);        // <svg xmlns=… viewBox="0 0 41 41"><path
//     d="…"/></svg>
//
// No width, height, style or script in it: it fits a strict Content-Security-Policy.
#pragma once
#include <string>
#include <string_view>

namespace carafe::reports {

/// Error correction level M, with the quiet zone of four modules on each side.
///
/// @param text  1 to about 2,300 octets, usually an address; taken as it is, as UTF-8.
/// @throws std::invalid_argument when it is empty or too long for a QR code.
/// @source ISO/IEC 18004:2015
std::string qr_svg(std::string_view text);

}  // namespace carafe::reports
