// Page of pages/conflict.cpp.
#pragma once
#include "carafe/templates/page.hpp"

#include <string>
#include <vector>

namespace dinkydash {

using carafe::templates::Page;
using carafe::templates::PageInfo;

/// A posted value, sent again by "Save mine".
struct ConflictField {
    std::string name{};
    std::string value{};

    static constexpr void describe(auto& t) {
        t.col("name", &ConflictField::name);
        t.col("value", &ConflictField::value);
    }
};

struct ConflictRow {
    std::string label{};
    std::string mine{};
    std::string theirs{};

    static constexpr void describe(auto& t) {
        t.col("label", &ConflictRow::label);
        t.col("mine", &ConflictRow::mine);
        t.col("theirs", &ConflictRow::theirs);
    }
};

struct Conflict {
    std::string name{};
    std::string save_url{};
    std::string keep_url{};
    std::vector<ConflictField> fields{};
    std::vector<ConflictRow> rows{};
    bool lost_image = false;

    static constexpr void describe(auto& t) {
        t.col("name", &Conflict::name);
        t.col("save_url", &Conflict::save_url);
        t.col("keep_url", &Conflict::keep_url);
        t.col("fields", &Conflict::fields);
        t.col("rows", &Conflict::rows);
        t.col("lost_image", &Conflict::lost_image);
    }
};

struct ConflictPage : Page<Conflict> {
    using Page::Page;
    static constexpr PageInfo info{"errors/conflict.html", {"conflict"}};
};

}  // namespace dinkydash
