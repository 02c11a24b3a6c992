#include "carafe/reports/qr.hpp"

#include <zint.h>

#include <memory>
#include <stdexcept>

namespace carafe::reports {

namespace {

constexpr int kQuietZone = 4;             // ISO/IEC 18004 §9.1
constexpr int kLevelM = 2;                // up to 15 % of the symbol may be dirty
constexpr std::size_t kMaxOctets = 2331;  // version 40, level M, octets

using Symbol = std::unique_ptr<zint_symbol, decltype(&ZBarcode_Delete)>;

Symbol encode(std::string_view text) {
    if (text.empty() || text.size() > kMaxOctets) {
        throw std::invalid_argument("a QR code holds 1 to 2331 octets");
    }
    Symbol symbol(ZBarcode_Create(), ZBarcode_Delete);
    if (!symbol) {
        throw std::bad_alloc();
    }
    symbol->symbology = BARCODE_QRCODE;
    symbol->input_mode = UNICODE_MODE;
    symbol->option_1 = kLevelM;
    const auto* octets = reinterpret_cast<const unsigned char*>(text.data());
    if (ZBarcode_Encode(symbol.get(), octets, static_cast<int>(text.size())) >= ZINT_ERROR) {
        throw std::invalid_argument(std::string("no QR code for this text: ") + symbol->errtxt);
    }
    return symbol;
}

bool is_dark(const zint_symbol& symbol, int row, int column) {
    return (symbol.encoded_data[row][column >> 3] >> (column & 7)) & 1;
}

/// One rectangle, one module high: "M4 4h7v1h-7z".
void append_run(std::string& path, int column, int row, int length) {
    const auto n = std::to_string(length);
    path += 'M' + std::to_string(column + kQuietZone) + ' ' + std::to_string(row + kQuietZone);
    path += 'h' + n + "v1h-" + n + 'z';
}

}  // namespace

std::string qr_svg(std::string_view text) {
    auto symbol = encode(text);
    std::string path;
    for (int row = 0; row < symbol->rows; ++row) {
        int start = 0;
        for (int column = 0; column <= symbol->width; ++column) {
            const bool dark = column < symbol->width && is_dark(*symbol, row, column);
            if (dark) {
                continue;
            }
            if (column > start) {
                append_run(path, start, row, column - start);
            }
            start = column + 1;
        }
    }
    const auto side = std::to_string(symbol->width + 2 * kQuietZone);
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + side + ' ' + side +
           "\"><path d=\"" + path + "\"/></svg>";
}

}  // namespace carafe::reports
