// Pages of pages/errors.cpp.
#pragma once
#include "apps/dinkydash/views/views.hpp"
#include "carafe/templates/page.hpp"

namespace dinkydash {

using carafe::templates::Page;
using carafe::templates::PageInfo;

struct ErrorView {
    int status = 500;
    std::optional<std::string> message{};    ///< instead of the words of errors/texts.html
    std::optional<std::string> reference{};  ///< for 500: what to tell the operator

    static constexpr void describe(auto& t) {
        t.col("status", &ErrorView::status);
        t.col("message", &ErrorView::message);
        t.col("reference", &ErrorView::reference);
    }
};

/// A posted value that is sent again.
struct KeptField {
    std::string name{};
    std::string value{};

    static constexpr void describe(auto& t) {
        t.col("name", &KeptField::name);
        t.col("value", &KeptField::value);
    }
};

struct ExpiredForm {
    std::vector<KeptField> fields{};
    bool lost_something = false;  ///< there was a password or a file

    static constexpr void describe(auto& t) {
        t.col("fields", &ExpiredForm::fields);
        t.col("lost_something", &ExpiredForm::lost_something);
    }
};

struct ErrorPage : Page<ErrorView> {
    using Page::Page;
    static constexpr PageInfo info{"errors/error.html", {"error"}};
};

struct ExpiredFormPage : Page<ExpiredForm> {
    using Page::Page;
    static constexpr PageInfo info{"errors/expired.html", {"expired"}};
};

}  // namespace dinkydash
