#include "carafe/migrate/revision.hpp"

#include "carafe/migrate/errors.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>

namespace carafe::migrate {

namespace {

constexpr std::string_view kMark = "-- carafe: ";

/// 64-bit FNV-1a as 16 hex digits. Must not change: stored in databases.
std::string checksum_of(std::string_view text) {
    std::uint64_t hash = 14695981039346656037ULL;
    for (char c : text) {
        hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
    }
    constexpr char kHex[] = "0123456789abcdef";
    std::string digits;
    for (int shift = 60; shift >= 0; shift -= 4) {
        digits += kHex[(hash >> shift) & 15];
    }
    return digits;
}

std::string_view take_line(std::string_view& text) {
    auto end = text.find('\n');
    auto line = text.substr(0, end);
    text.remove_prefix(end == text.npos ? text.size() : end + 1);
    return line.ends_with('\r') ? line.substr(0, line.size() - 1) : line;
}

std::string_view take_word(std::string_view& text) {
    auto end = text.find(' ');
    auto word = text.substr(0, end);
    text.remove_prefix(end == text.npos ? text.size() : end + 1);
    return word;
}

carafe::Error problem(const char* id, std::string_view file, std::string_view what) {
    return {id, std::string(file) + ": " + std::string(what)};
}

std::string unquoted(std::string_view text) {
    if (text.size() >= 2 && text.starts_with('"') && text.ends_with('"')) {
        text = text.substr(1, text.size() - 2);
    }
    return std::string(text);
}

/// Reads the words behind the mark. @return false for an unknown one.
bool read_mark(std::string_view line, Revision& revision) {
    auto kind = take_word(line);
    if (kind == "revision") {
        revision.id = take_word(line);
        bool has_parent = take_word(line) == "parent";
        revision.parent = has_parent ? std::string(take_word(line)) : std::string();
    } else if (kind == "note") {
        revision.notes.emplace_back(line);
    } else if (kind == "dangerous") {
        revision.dangerous.emplace_back(line);
    } else if (kind == "allow") {
        revision.reason = unquoted(line);
    } else if (kind == "call") {
        revision.calls.emplace_back(line);
    } else {
        return false;
    }
    return true;
}

std::string slug(std::string_view message) {
    std::string out;
    for (char c : message) {
        bool upper = c >= 'A' && c <= 'Z';
        bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (upper || plain) {
            out += upper ? static_cast<char>(c - 'A' + 'a') : c;
        } else if (!out.empty() && out.back() != '_') {
            out += '_';
        }
        if (out.size() == 40) {
            break;
        }
    }
    while (out.ends_with('_')) {
        out.pop_back();
    }
    return out.empty() ? "change" : out;
}

/// "20280301T1012".
std::string minute_text(Timestamp time) {
    std::string iso = format_iso(Timestamp{time.seconds() * 1'000'000});
    std::erase_if(iso, [](char c) { return c == '-' || c == ':'; });
    return iso.substr(0, 13);
}

void add_statements(std::string& sql, const std::vector<std::string>& statements) {
    for (const auto& statement : statements) {
        sql += statement + ";\n";
    }
}

Revision parse_or_throw(std::string_view file, std::string_view text) {
    auto revision = parse_revision(file, text);
    if (!revision) {
        throw MigrationError(revision.error().message);
    }
    return std::move(*revision);
}

}  // namespace

std::string Revision::objection() const {
    if (up.find("TODO") != up.npos) {
        return "it holds a TODO: give the value it asks for";
    }
    if (!dangerous.empty() && reason.empty()) {
        return "it is dangerous (" + dangerous.front() + "): add a line  -- carafe: allow \"why\"";
    }
    return {};
}

Result<Revision> parse_revision(std::string_view file, std::string_view text) {
    Revision revision;
    revision.file = file;
    revision.checksum = checksum_of(text);
    std::string* section = nullptr;
    while (!text.empty()) {
        auto line = take_line(text);
        if (line.starts_with(kMark)) {
            if (!read_mark(line.substr(kMark.size()), revision)) {
                return problem("migrate.E102", file, "unknown line \"" + std::string(line) + "\"");
            }
        } else if (line.starts_with("-- up ") || line.starts_with("-- down ")) {
            bool own = line.ends_with(" sqlite");
            bool is_up = line.starts_with("-- up ");
            section = !own ? nullptr : is_up ? &revision.up : &revision.down;
        } else if (section) {
            *section += std::string(line) + "\n";
        }
    }
    if (revision.id.empty()) {
        return problem("migrate.E101", file, "no line \"-- carafe: revision ID parent ID\"");
    }
    if (revision.up.empty() && revision.calls.empty()) {
        return problem("migrate.E103", file, "no section \"-- up sqlite\"");
    }
    return revision;
}

std::string format_revision(const Revision& revision) {
    std::string text(kMark);
    text += "revision " + revision.id;
    text += revision.parent.empty() ? "\n" : " parent " + revision.parent + "\n";
    auto lines = [&](std::string_view kind, const std::vector<std::string>& values) {
        for (const auto& value : values) {
            text += std::string(kMark) + std::string(kind) + " " + value + "\n";
        }
    };
    lines("note", revision.notes);
    lines("dangerous", revision.dangerous);
    lines("call", revision.calls);
    if (!revision.reason.empty()) {
        text += kMark;
        text += "allow \"" + revision.reason + "\"\n";
    }
    text += "-- up sqlite\n" + revision.up;
    return revision.down.empty() ? text : text + "-- down sqlite\n" + revision.down;
}

Revision make_revision(const std::vector<Step>& steps,
                       const std::string& parent,
                       std::string_view message,
                       Timestamp now) {
    Revision revision;
    revision.parent = parent;
    for (const auto& step : steps) {
        revision.notes.insert(revision.notes.end(), step.notes.begin(), step.notes.end());
        revision.dangerous.insert(
            revision.dangerous.end(), step.dangerous.begin(), step.dangerous.end());
        add_statements(revision.up, step.up);
    }
    for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
        add_statements(revision.down, step->down);
    }
    std::string content = parent + std::string(message) + revision.up + std::to_string(now.us);
    revision.id = minute_text(now) + "_" + checksum_of(content).substr(0, 6);
    revision.file = revision.id + "_" + slug(message) + ".sql";
    revision.checksum = checksum_of(format_revision(revision));
    return revision;
}

Revisions::Revisions(std::vector<Revision> unordered) {
    std::map<std::string, const Revision*> by_parent;
    for (const auto& revision : unordered) {
        auto [other, fresh] = by_parent.emplace(revision.parent, &revision);
        if (!fresh) {
            throw Conflict("two revisions follow " +
                           (revision.parent.empty() ? "the empty database" : revision.parent) +
                           ": " + other->second->file + " and " + revision.file +
                           "; give one of them the other as parent");
        }
    }
    std::string at;
    for (auto next = by_parent.find(at); next != by_parent.end(); next = by_parent.find(at)) {
        if (list_.size() == unordered.size()) {
            throw Conflict("the revisions go round in a circle");
        }
        list_.push_back(*next->second);
        at = next->second->id;
    }
    if (list_.size() != unordered.size()) {
        throw Conflict("a revision's parent is not here, or the revisions go round in a circle");
    }
}

Revisions Revisions::from_folder(const std::filesystem::path& folder) {
    std::vector<Revision> found;
    std::error_code missing;
    for (const auto& entry : std::filesystem::directory_iterator(folder, missing)) {
        if (entry.path().extension() != ".sql") {
            continue;
        }
        std::ifstream file(entry.path(), std::ios::binary);
        std::string text{std::istreambuf_iterator<char>(file), {}};
        found.push_back(parse_or_throw(entry.path().filename().string(), text));
    }
    return Revisions(std::move(found));
}

Revisions Revisions::from_embedded(EmbeddedFiles files) {
    std::vector<Revision> found;
    for (const auto& file : files) {
        if (file.name.ends_with(".sql")) {
            found.push_back(parse_or_throw(file.name, file.bytes));
        }
    }
    return Revisions(std::move(found));
}

std::size_t Revisions::find(std::string_view prefix) const {
    std::size_t found = list_.size();
    for (std::size_t i = 0; i < list_.size(); ++i) {
        if (!list_[i].id.starts_with(prefix)) {
            continue;
        }
        if (found != list_.size()) {
            throw UnknownRevision("several revisions start with " + std::string(prefix));
        }
        found = i;
    }
    if (found == list_.size()) {
        throw UnknownRevision("no revision starts with " + std::string(prefix));
    }
    return found;
}

}  // namespace carafe::migrate
