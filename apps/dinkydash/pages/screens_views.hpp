// Forms and pages of pages/screens.cpp.
#pragma once
#include "apps/dinkydash/models/device.hpp"
#include "apps/dinkydash/pages/fields.hpp"
#include "apps/dinkydash/views/views.hpp"
#include "carafe/forms/form.hpp"
#include "carafe/templates/page.hpp"

namespace dinkydash {

using templates::Page;
using templates::PageInfo;

struct ScreenForm : Form {
    StringField name{
        this, "name", "Name", {required("Screen name is required."), column(&Device::name)}};
    RowField<Dashboard> dashboard_id{
        this,
        "dashboard_id",
        "Dashboard",
        {check_that(is_offered, "Please select a dashboard."), column(&Device::dashboard_id)}};
    BoolField may_tick{this, "may_tick", "May tick off", {column(&Device::may_tick)}};
    BoolField may_swap{this, "may_swap", "May skip and swap", {column(&Device::may_swap)}};
    using Form::Form;
};

struct ScreensPage : Page<std::vector<ScreenRow>> {
    using Page::Page;
    static constexpr PageInfo info{"screens/index.html", {"screens"}};
};

struct ScreenCreatePage : Page<ScreenForm> {
    using Page::Page;
    static constexpr PageInfo info{"screens/create.html", {"form"}};
};

struct ScreenEditPage : Page<ScreenForm, NameHead> {
    using Page::Page;
    static constexpr PageInfo info{"screens/edit.html", {"form", "screen"}};
};

struct ScreenRevokePage : Page<NameHead> {
    using Page::Page;
    static constexpr PageInfo info{"screens/revoke.html", {"screen"}};
};

/// screen, qr_svg, code, pair_address, link, expires.
struct ScreenCreatedPage
    : Page<NameHead, std::string, std::string, std::string, std::string, std::string> {
    using Page::Page;
    static constexpr PageInfo info{"screens/created.html",
                                   {"screen", "qr_svg", "code", "pair_address", "link", "expires"}};
};

struct ScreenPermanentPage : Page<NameHead, std::string, std::string> {
    using Page::Page;
    static constexpr PageInfo info{"screens/permanent.html", {"screen", "qr_svg", "link"}};
};

}  // namespace dinkydash
