#include "apps/dinkydash/services/browsers.hpp"

#include <span>

namespace dinkydash {

namespace {

struct Mark {
    std::string_view sign;
    std::string_view name;
};

// In this order: most browsers also name those they descend from.
constexpr Mark kBrowsers[] = {{"Edg", "Edge"},
                              {"OPR/", "Opera"},
                              {"SamsungBrowser/", "Samsung Internet"},
                              {"Silk/", "Silk"},
                              {"Firefox/", "Firefox"},
                              {"FxiOS/", "Firefox"},
                              {"Chrome/", "Chrome"},
                              {"Chromium/", "Chromium"},
                              {"CriOS/", "Chrome"},
                              {"Safari/", "Safari"}};
constexpr Mark kSystems[] = {{"iPhone", "iPhone"},
                             {"iPad", "iPad"},
                             {"Android", "Android"},
                             {"CrOS", "ChromeOS"},
                             {"Windows", "Windows"},
                             {"Macintosh", "Mac"},
                             {"Linux", "Linux"}};

std::string_view first_of(std::span<const Mark> marks, std::string_view text) {
    for (const auto& mark : marks) {
        if (text.find(mark.sign) != text.npos) {
            return mark.name;
        }
    }
    return {};
}

}  // namespace

std::string browser_text(std::string_view user_agent) {
    const auto browser = first_of(kBrowsers, user_agent);
    const auto system = first_of(kSystems, user_agent);
    if (browser.empty() && system.empty()) {
        return "Unknown browser";
    }
    std::string text(browser.empty() ? "Browser" : browser);
    if (!system.empty()) {
        text.append(" on ").append(system);
    }
    return text;
}

}  // namespace dinkydash
