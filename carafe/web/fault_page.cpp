#include "carafe/web/fault_page.hpp"

#include "carafe/templates/engine.hpp"
#include "carafe/text/escape.hpp"
#include "carafe/web/app.hpp"

namespace carafe {

namespace {

constexpr std::uint32_t kLinesAround = 3;
constexpr std::size_t kNumberWidth = 6;

std::vector<std::string_view> split_lines(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        auto line = text.substr(0, end);
        if (line.ends_with('\r')) line.remove_suffix(1);
        lines.push_back(line);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

void add_line(std::string& out, std::uint32_t number, std::string_view line, bool is_fault) {
    auto digits = (is_fault ? "> " : "") + std::to_string(number);
    out.append(kNumberWidth - std::min(kNumberWidth, digits.size()), ' ').append(digits).append(" | ");
    out.append(line).append("\n");
}

/// A blank for each code point before the column; tabs stay, so that the caret stands below its character.
void add_caret(std::string& out, std::string_view line, std::uint32_t column) {
    out.append(kNumberWidth, ' ').append(" | ");
    for (char c : line.substr(0, std::min<std::size_t>(column - 1, line.size()))) {
        const bool continues = (static_cast<unsigned char>(c) & 0xc0) == 0x80;
        if (!continues) out += c == '\t' ? '\t' : ' ';
    }
    out += "^\n";
}

/// The lines around the fault; empty when its file or line is not known.
std::string excerpt(const templates::Loader& loader, const templates::Fault& fault) {
    const auto source = loader.read(fault.file);
    if (!source || fault.line == 0) return {};
    const auto lines = split_lines(source->text);
    std::string out;
    for (auto number = fault.line - std::min(fault.line - 1, kLinesAround); number <= fault.line + kLinesAround; ++number) {
        if (number > lines.size()) break;
        add_line(out, number, lines[number - 1], number == fault.line);
        if (number == fault.line && fault.column != 0) add_caret(out, lines[number - 1], fault.column);
    }
    return out;
}

std::string place_of(const templates::Fault& fault) {
    auto place = fault;
    place.message.clear();
    auto text = place.text();
    if (text.ends_with(": ")) text.resize(text.size() - 2);
    return text;
}

}  // namespace

Response fault_page(const Request& request, const templates::Fault& fault) {
    std::string body =
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"color-scheme\" content=\"light dark\">"
        "<meta name=\"viewport\" content=\"width=device-width\"><title>";
    auto add = [&](std::string_view tags, std::string_view text) {
        body += tags;
        text::append_html(body, text);
    };
    add("", place_of(fault));
    add("</title></head><body><h1>This template cannot be shown</h1><p><strong>", place_of(fault));
    add("</strong></p><p>", fault.message);
    const auto& app = request.app();
    if (app.has_templates()) add("</p><pre>", excerpt(app.templates().loader(), fault));
    body += "</pre>";
    if (request.is_safe() && app.config().has_live_reload()) body += "<p>The page reloads when the file is repaired.</p>";
    return html(body + "</body></html>\n").with_status(500);
}

}  // namespace carafe
