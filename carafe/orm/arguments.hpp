// Growing bytes without allocation in the usual case, and the values of a query kept in them.
#pragma once
#include "carafe/db/binding.hpp"

#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

namespace carafe::orm {

/// Bytes, the first 120 of them inside the object.
class Buffer {
  public:
    Buffer() {}  // NOLINT(modernize-use-equals-default): the inline bytes stay as they are

    Buffer(Buffer&& other) noexcept { take(other); }

    Buffer(const Buffer& other) { append(other.data(), other.size()); }

    Buffer& operator=(Buffer&& other) noexcept;
    Buffer& operator=(const Buffer& other);

    ~Buffer() { release(); }

    void clear() { size_ = 0; }

    const unsigned char* data() const { return data_; }

    unsigned char* data() { return data_; }

    std::uint32_t size() const { return size_; }

    std::string_view view() const { return {reinterpret_cast<const char*>(data_), size_}; }

    void append(const void* bytes, std::size_t count);
    void byte(unsigned value);
    void number16(unsigned value);

    void pointer(const void* value) { append(&value, sizeof value); }

  private:
    void grow(std::size_t needed);
    void release() noexcept;
    void take(Buffer& other) noexcept;

    std::uint32_t size_ = 0;
    std::uint32_t capacity_ = sizeof inline_;
    unsigned char* data_ = inline_;
    unsigned char inline_[120];
};

/// Values in order of appearance, encoded as db::Param describes for lists. Text is checked here:
/// NUL bytes and bad UTF-8 throw InvalidText before any engine sees them.
class Arguments {
  public:
    void null();
    /// @param kind  one of the integral kinds.
    void integer(std::int64_t value, db::ParamKind kind = db::ParamKind::Integer);
    void real(double value);
    void text(std::string_view value);
    void blob(std::string_view value);
    /// Values added until end_list() are elements of one list.
    void begin_list();
    void end_list();

    void append(const Arguments& other);
    void clear();

    std::size_t count() const { return count_; }

    db::Param at(std::size_t index) const;

  private:
    void mark();
    void put(db::ParamKind kind, std::string_view bytes);
    static constexpr std::size_t kDirect = 12;

    Buffer bytes_;
    std::uint32_t direct_[kDirect];
    std::vector<std::uint32_t> more_;
    std::uint32_t count_ = 0;
    std::uint32_t list_start_ = 0;
    bool in_list_ = false;
};

}  // namespace carafe::orm
