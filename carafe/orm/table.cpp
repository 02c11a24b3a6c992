#include "carafe/orm/table.hpp"

#include "carafe/orm/relation.hpp"

#include <algorithm>
#include <set>

namespace carafe::orm {

std::string fingerprint(std::string_view text) {
    std::uint32_t hash = 2166136261U;
    for (char c : text) {
        hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
    }
    constexpr char kHex[] = "0123456789abcdef";
    std::string digits;
    for (int shift = 28; shift >= 8; shift -= 4) {
        digits += kHex[(hash >> shift) & 15];
    }
    return digits;
}

std::string rule_name(std::string name) {
    constexpr std::size_t kLongest = 63;
    if (name.size() <= kLongest) {
        return name;
    }
    const std::string end = "_" + fingerprint(name);
    return name.substr(0, kLongest - end.size()) + end;
}

std::string foreign_key_name(const Table& table, const Column& column) {
    return rule_name("fk_" + table.name + "_" + column.name);
}

const Column* Table::column_at(std::size_t offset) const {
    for (const auto& column : columns) {
        if (column.offset == offset) {
            return &column;
        }
    }
    return nullptr;
}

const Column* Table::find_column(std::string_view wanted) const {
    for (const auto& column : columns) {
        if (column.name == wanted) {
            return &column;
        }
    }
    return nullptr;
}

const Column* Table::blind_index_of(std::size_t offset) const {
    for (const auto& column : columns) {
        if (column.sealing == Sealing::BlindIndex && column.indexed == offset) {
            return &column;
        }
    }
    return nullptr;
}

const Relation* Table::relation_at(std::size_t offset) const {
    for (const auto& relation : relations) {
        if (relation.offset == offset) {
            return &relation;
        }
    }
    return nullptr;
}

namespace {

void visit(const Table* table, const Tables& known, std::set<const Table*>& seen, Tables& out) {
    if (!seen.insert(table).second) {
        return;
    }
    for (const auto& column : table->columns) {
        if (!column.target || column.on_delete == OnDelete::SetNull) {
            continue;
        }
        const Table* target = &column.target();
        if (std::find(known.begin(), known.end(), target) != known.end()) {
            visit(target, known, seen, out);
        }
    }
    out.push_back(table);
}

}  // namespace

Tables in_dependency_order(Tables tables) {
    std::sort(tables.begin(), tables.end(), [](const Table* a, const Table* b) {
        return a->name < b->name;
    });
    std::set<const Table*> seen;
    Tables ordered;
    for (const Table* table : tables) {
        visit(table, tables, seen, ordered);
    }
    return ordered;
}

namespace {

/// Memory that is accounted for: a column or a relation.
struct Extent {
    std::size_t begin;
    std::size_t end;
    std::size_t alignment;
};

std::vector<Extent> described_extents(const Table& table) {
    std::vector<Extent> extents;
    for (const auto& column : table.columns) {
        extents.push_back({column.offset, column.offset + column.bytes, column.alignment});
    }
    constexpr std::size_t kRelation = sizeof(detail::RelationData);
    for (const auto& relation : table.relations) {
        extents.push_back({relation.offset, relation.offset + kRelation, alignof(void*)});
    }
    extents.push_back({table.rows->row_size, table.rows->row_size, alignof(void*)});
    std::sort(extents.begin(), extents.end(), [](const Extent& a, const Extent& b) {
        return a.begin < b.begin;
    });
    return extents;
}

}  // namespace

std::vector<std::string> find_undescribed_members(const Tables& tables) {
    std::vector<std::string> sentences;
    for (const Table* table : tables) {
        std::size_t end = 0;
        for (const auto& extent : described_extents(*table)) {
            // Padding is always less than the alignment of what follows it.
            if (extent.begin >= end + extent.alignment) {
                sentences.push_back("model of \"" + table->name +
                                    "\": describe() names no member at byte " +
                                    std::to_string(end) + " of the struct; it would not be stored");
            }
            end = std::max(end, extent.end);  // a blind index lies inside its encrypted member
        }
    }
    return sentences;
}

}  // namespace carafe::orm
