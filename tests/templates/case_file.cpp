#include "tests/templates/case_file.hpp"

#include <filesystem>
#include <fstream>

namespace carafe::templates::testing {

namespace {

struct Section {
    std::string name;
    std::string text;
};

struct Block {
    std::size_t line;
    std::vector<std::string> head{};
    std::vector<Section> sections{};
};

std::vector<Block> split_blocks(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    std::vector<Block> blocks = {{1}};
    bool first_row = true;
    std::string row;
    for (std::size_t line = 1; std::getline(in, row); ++line) {
        Block& block = blocks.back();
        if (row == "===") {
            blocks.push_back({line + 1});
        } else if (row.starts_with("--- ")) {
            block.sections.push_back({row.substr(4), ""});
            first_row = true;
        } else if (block.sections.empty()) {
            block.head.push_back(row);
        } else {
            std::string& text = block.sections.back().text;
            text += (std::exchange(first_row, false) ? "" : "\n") + row;
        }
    }
    return blocks;
}

std::string restore_newlines(std::string text) {
    static constexpr std::string_view kMark = "⏎";
    for (std::size_t at = text.find(kMark); at != text.npos; at = text.find(kMark, at + 1)) {
        text.replace(at, kMark.size(), "\n");
    }
    return text;
}

void add_table(const Case& like, const std::string& table, std::vector<Case>& cases) {
    std::size_t begin = 0;
    while (begin < table.size()) {
        std::size_t end = std::min(table.find('\n', begin), table.size());
        std::string row = table.substr(begin, end - begin);
        begin = end + 1;
        std::size_t arrow = row.find(" => ");
        if (arrow == row.npos) {
            continue;
        }
        Case one = like;
        one.place += " " + row.substr(0, arrow);
        one.templates = {{"table", "{{ " + row.substr(0, arrow) + " }}"}};
        one.output = row.substr(arrow + 4);
        if (std::size_t mark = one.output.find("  # differs"); mark != row.npos) {
            one.output.resize(mark);
        }
        one.fails = one.output == "ERROR";
        one.error = "?";
        one.output = restore_newlines(one.output);
        cases.push_back(one);
    }
}

}  // namespace

std::vector<Case> read_cases(const std::string& path) {
    std::vector<Case> cases;
    for (const Block& block : split_blocks(path)) {
        Case one;
        one.place =
            std::filesystem::path(path).filename().string() + ":" + std::to_string(block.line);
        for (const std::string& row : block.head) {
            if (row.starts_with("# option: ")) {
                one.options.insert(row.substr(10));
            }
        }
        std::string table;
        for (const Section& section : block.sections) {
            if (section.name == "context") {
                one.context = section.text;
            } else if (section.name == "output") {
                one.output = section.text;
            } else if (section.name == "error") {
                one.fails = true;
                one.error = section.text;
            } else if (section.name == "table") {
                table = section.text;
            } else {
                one.templates.emplace_back(section.name, section.text);
            }
        }
        if (!table.empty()) {
            add_table(one, table, cases);
        } else if (!one.templates.empty()) {
            cases.push_back(one);
        }
    }
    return cases;
}

}  // namespace carafe::templates::testing
