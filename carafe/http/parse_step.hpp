// What a parser says after it was fed: give me more, the part is complete, or refused with a
// status.
#pragma once

namespace carafe::http {

class [[nodiscard]] ParseStep {
  public:
    static constexpr ParseStep need_more() { return ParseStep(0); }

    static constexpr ParseStep done() { return ParseStep(1); }

    /// @param status  400–599, what the client is told.
    static constexpr ParseStep refuse(int status) { return ParseStep(status); }

    constexpr bool needs_more() const { return code_ == 0; }

    constexpr bool is_done() const { return code_ == 1; }

    constexpr bool is_refused() const { return code_ > 1; }

    /// Only for a refused one.
    constexpr int status() const { return code_; }

    friend constexpr bool operator==(ParseStep, ParseStep) = default;

  private:
    explicit constexpr ParseStep(int code) : code_(code) {}

    int code_;
};

}  // namespace carafe::http
