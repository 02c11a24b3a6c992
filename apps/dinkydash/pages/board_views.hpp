// Forms and pages of pages/home.cpp, dashboard.cpp and wall.cpp.
#pragma once
#include "apps/dinkydash/views/views.hpp"
#include "carafe/forms/form.hpp"
#include "carafe/templates/page.hpp"

namespace dinkydash {

using namespace carafe;
using templates::Page;
using templates::PageInfo;

struct HomePage : Page<std::vector<DashboardLink>> {
    using Page::Page;
    static constexpr PageInfo info{"home/index.html", {"dashboards"}};
};
struct DashboardPage : Page<Board, std::vector<DashboardLink>> {
    using Page::Page;
    static constexpr PageInfo info{"dashboard/show.html", {"board", "dashboards"}};
};
struct DashboardContentPage : Page<Board> {
    using Page::Page;
    static constexpr PageInfo info{"dashboard/content.html", {"board"}};
};
struct DashboardCardPage : Page<TaskCard, std::int64_t, Progress, std::optional<Toast>> {
    using Page::Page;
    static constexpr PageInfo info{"dashboard/card.html", {"card", "board_id", "progress", "toast"}};
};
struct DashboardStalePage : Page<Board, Toast> {
    using Page::Page;
    static constexpr PageInfo info{"dashboard/stale.html", {"board", "toast"}};
};

struct PairForm : Form {
    StringField code{this, "code", "Code", {required("Please enter the code.")}};
    using Form::Form;
};

struct WallPage : Page<Board> {
    using Page::Page;
    static constexpr PageInfo info{"wall/show.html", {"board"}};
};
struct WallContentPage : Page<Board> {
    using Page::Page;
    static constexpr PageInfo info{"wall/content.html", {"board"}};
};
struct WallCardPage : Page<TaskCard, Progress, std::optional<Toast>> {
    using Page::Page;
    static constexpr PageInfo info{"wall/card.html", {"card", "progress", "toast"}};
};
struct WallStalePage : Page<Board, Toast> {
    using Page::Page;
    static constexpr PageInfo info{"wall/stale.html", {"board", "toast"}};
};
struct WallRevokedPage : Page<PairForm> {
    using Page::Page;
    static constexpr PageInfo info{"wall/revoked.html", {"form"}};
};
struct WallGonePage : Page<PairForm> {
    using Page::Page;
    static constexpr PageInfo info{"wall/gone.html", {"form"}};
};
struct PairPage : Page<PairForm> {
    using Page::Page;
    static constexpr PageInfo info{"wall/pair.html", {"form"}};
};
struct PairConfirmPage : Page<std::string> {
    using Page::Page;
    static constexpr PageInfo info{"wall/pair_confirm.html", {"dashboard_name"}};
};

}  // namespace dinkydash
