#include "carafe/cli/progress.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdio>

namespace carafe::cli {

namespace {
constexpr int kWidth = 30;
constexpr auto kRedraw = std::chrono::milliseconds{100};
}  // namespace

Progress::Progress(std::string label, std::int64_t total)
    : label_(std::move(label)),
      total_(std::max<std::int64_t>(total, 1)),
      terminal_(::isatty(STDERR_FILENO) == 1),
      start_(std::chrono::steady_clock::now()) {
    draw();
}

Progress::~Progress() {
    if (terminal_) std::fputc('\n', stderr);
}

void Progress::advance(std::int64_t steps) {
    done_ = std::min(done_ + steps, total_);
    draw();
}

void Progress::draw() {
    const auto now = std::chrono::steady_clock::now();
    const double seconds = std::chrono::duration<double>(now - start_).count();
    const double rate = seconds > 0 ? static_cast<double>(done_) / seconds : 0;
    const double left = rate > 0 ? static_cast<double>(total_ - done_) / rate : 0;
    const int percent = static_cast<int>(done_ * 100 / total_);
    if (terminal_) {
        if (done_ < total_ && now - drawn_ < kRedraw) return;
        drawn_ = now;
        const int filled = static_cast<int>(done_ * kWidth / total_);
        std::string bar(static_cast<std::size_t>(filled), '#');
        bar.resize(kWidth, '.');
        std::fprintf(stderr, "\r%s [%s] %3d %%  %lld/%lld  %.0f/s  %.0f s left ", label_.c_str(), bar.c_str(), percent,
                     static_cast<long long>(done_), static_cast<long long>(total_), rate, left);
    } else if (percent / 10 != shown_tenth_) {
        shown_tenth_ = percent / 10;
        std::fprintf(stderr, "%s: %d %% (%lld of %lld)\n", label_.c_str(), percent, static_cast<long long>(done_),
                     static_cast<long long>(total_));
    }
    std::fflush(stderr);
}

}  // namespace carafe::cli
