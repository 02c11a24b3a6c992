#include "apps/dinkydash/services/page_frame.hpp"

namespace dinkydash {

namespace {

struct Frame {
    bool is_frozen = false;
};

const Present& look(Request& request) {
    if (!request.local<Frame>().is_frozen) {
        request.visitor();
    }
    return request.local<Present>();
}

}  // namespace

std::optional<CurrentUser> current_user(Request& request) {
    const auto& member = look(request).member;
    if (!member) {
        return std::nullopt;
    }
    return CurrentUser{member->id.value,
                       member->display_name,
                       member->email,
                       std::string(enum_name(member->role))};
}

std::optional<CurrentFamily> current_family(Request& request) {
    const auto& family = look(request).family;
    if (!family) {
        return std::nullopt;
    }
    return CurrentFamily{family->name, family->timezone};
}

void freeze_frame(Request& request) {
    request.local<Frame>().is_frozen = true;
}

}  // namespace dinkydash
