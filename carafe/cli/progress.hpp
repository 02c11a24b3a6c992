// How far a long command is: a bar with rate and remaining time on a terminal, plain lines elsewhere.
#pragma once
#include <chrono>
#include <cstdint>
#include <string>

namespace carafe::cli {

class Progress {
  public:
    /// @param total  number of steps; 0 is taken as 1.
    Progress(std::string label, std::int64_t total);
    /// Ends the line, also when the work was left early.
    ~Progress();
    Progress(const Progress&) = delete;

    void advance(std::int64_t steps = 1);

  private:
    void draw();
    std::string label_;
    std::int64_t total_;
    std::int64_t done_ = 0;
    int shown_tenth_ = -1;
    bool terminal_;
    std::chrono::steady_clock::time_point start_;
    std::chrono::steady_clock::time_point drawn_{};
};

}  // namespace carafe::cli
