#include "apps/dinkydash/pages/home.hpp"

#include "apps/dinkydash/pages/board_views.hpp"
#include "apps/dinkydash/pages/dashboard.hpp"
#include "apps/dinkydash/services/dashboards.hpp"
#include "carafe/web/render.hpp"

namespace dinkydash::home {

Response index(Request& request, FamilyDb& db) {
    auto links = dashboard_links(db);
    if (links.size() == 1) return redirect(url_for<dashboard::show>(Id<Dashboard>{links[0].id}), 302);
    return render(request, HomePage{links});
}

}  // namespace dinkydash::home
