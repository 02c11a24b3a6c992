#include "carafe/observe/call_site.hpp"

#include <execinfo.h>
#include <link.h>
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <memory>
#include <vector>

namespace carafe {

namespace {

/// Where the program itself was loaded: the first object that the loader names.
std::uintptr_t load_address() {
    std::uintptr_t base = 0;
    auto first = [](dl_phdr_info* info, std::size_t, void* to) {
        *static_cast<std::uintptr_t*>(to) = info->dlpi_addr;
        return 1;
    };
    dl_iterate_phdr(first, &base);
    return base;
}

std::string command_for(const std::vector<void*>& frames) {
    // Only numbers go into the command.
    std::string command = "addr2line -e /proc/" + std::to_string(::getpid()) + "/exe";
    const auto base = load_address();
    for (void* frame : frames) {
        char address[32];
        std::snprintf(address, sizeof address, " 0x%lx", static_cast<unsigned long>(reinterpret_cast<std::uintptr_t>(frame) - base - 1));
        command += address;
    }
    return command + " 2>/dev/null";
}

}  // namespace

std::string find_call_site(std::string_view part) {
    std::vector<void*> frames(64);
    frames.resize(static_cast<std::size_t>(backtrace(frames.data(), static_cast<int>(frames.size()))));
    std::unique_ptr<FILE, int (*)(FILE*)> output(::popen(command_for(frames).c_str(), "r"), ::pclose);
    char line[1024];
    while (output && std::fgets(line, sizeof line, output.get())) {
        std::string_view text = line;
        const auto at = text.find(part);
        if (at != text.npos) {
            text.remove_prefix(at + part.size());
            return std::string(text.substr(0, text.find_first_of(" \n")));
        }
    }
    return {};
}

}  // namespace carafe
