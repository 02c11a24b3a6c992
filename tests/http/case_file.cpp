#include "tests/http/case_file.hpp"

#include "carafe/base/numbers.hpp"
#include "carafe/text/ascii.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace carafe::http {

namespace {

constexpr std::string_view kSeparator = "----";

std::string repeat(std::string_view text, std::size_t count) {
    std::string out;
    while (count-- > 0) {
        out += text;
    }
    return out;
}

/// Reads the escape behind a backslash at text[at]; moves `at` to its last character.
std::string read_escape(std::string_view text, std::size_t& at) {
    switch (text.at(++at)) {
        case 'r':
            return "\r";
        case 'n':
            return "\n";
        case 't':
            return "\t";
        case '0':
            return std::string(1, '\0');
        case '\\':
            return "\\";
        case 'x': {
            auto value = parse_hex<std::uint8_t>(text.substr(at + 1, 2));
            at += 2;
            return std::string(1, static_cast<char>(value.value()));
        }
        case '{': {
            auto end = text.find('}', at);
            auto inner = text.substr(at + 1, end - at - 1);
            auto star = inner.rfind('*');
            at = end;
            return repeat(inner.substr(0, star),
                          parse_decimal<std::size_t>(inner.substr(star + 1)).value());
        }
        default:
            throw std::runtime_error("unknown escape in: " + std::string(text));
    }
}

std::string read_input_line(std::string_view line) {
    std::string out;
    for (std::size_t at = 0; at < line.size(); ++at) {
        if (line[at] != '\\') {
            out += line[at];
        } else if (at + 1 == line.size()) {
            return out;
        } else {
            out += read_escape(line, at);
        }
    }
    return out + "\r\n";
}

std::vector<std::string> read_expected(std::string_view line) {
    std::vector<std::string> words;
    while (!line.empty()) {
        words.emplace_back(text::take_until(line, ' '));
    }
    return words;
}

void load_file(const std::filesystem::path& path, std::vector<Case>& cases) {
    std::ifstream file(path);
    std::string line;
    while (std::getline(file, line)) {
        if (line.empty()) {
            continue;
        }
        if (!line.starts_with("# ")) {
            throw std::runtime_error(path.filename().string() +
                                     ": a case begins with its name: " + line);
        }
        Case test{line.substr(2), {}, {}};
        while (std::getline(file, line) && line != kSeparator) {
            test.input += read_input_line(line);
        }
        if (!std::getline(file, line)) {
            throw std::runtime_error(path.filename().string() + ": no expectation: " + test.name);
        }
        test.expected = read_expected(line);
        cases.push_back(std::move(test));
    }
}

}  // namespace

std::vector<Case> load_cases(const std::string& folder) {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (entry.path().extension() == ".case") {
            files.push_back(entry.path());
        }
    }
    std::sort(files.begin(), files.end());
    std::vector<Case> cases;
    for (const auto& path : files) {
        load_file(path, cases);
    }
    return cases;
}

std::string test_name(const Case& test) {
    std::string name = test.name;
    for (char& c : name) {
        bool is_plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        if (!is_plain) {
            c = '_';
        }
    }
    return name;
}

}  // namespace carafe::http
