#include "carafe/orm/arguments.hpp"

#include "carafe/orm/detail/text.hpp"
#include "carafe/orm/errors.hpp"

#include <algorithm>

namespace carafe::orm {

Buffer& Buffer::operator=(Buffer&& other) noexcept {
    if (this != &other) {
        release();
        take(other);
    }
    return *this;
}

Buffer& Buffer::operator=(const Buffer& other) {
    if (this != &other) {
        clear();
        append(other.data(), other.size());
    }
    return *this;
}

void Buffer::append(const void* bytes, std::size_t count) {
    if (size_ + count > capacity_) {
        grow(size_ + count);
    }
    if (count > 0) {
        std::memcpy(data_ + size_, bytes, count);
    }
    size_ += static_cast<std::uint32_t>(count);
}

void Buffer::byte(unsigned value) {
    if (size_ == capacity_) {
        grow(size_ + 1);
    }
    data_[size_++] = static_cast<unsigned char>(value);
}

void Buffer::number16(unsigned value) {
    if (value > 0xffff) {
        throw QueryError("query is too long");
    }
    auto number = static_cast<std::uint16_t>(value);
    append(&number, sizeof number);
}

void Buffer::grow(std::size_t needed) {
    if (needed > 0x7fffffff) {
        throw QueryError("query holds more than 2 GiB of values");
    }
    std::size_t capacity = std::max<std::size_t>(needed, std::size_t{capacity_} * 2);
    auto* bigger = new unsigned char[capacity];
    std::memcpy(bigger, data_, size_);
    if (data_ != inline_) {
        delete[] data_;
    }
    data_ = bigger;
    capacity_ = static_cast<std::uint32_t>(capacity);
}

void Buffer::release() noexcept {
    if (data_ != inline_) {
        delete[] data_;
    }
    data_ = inline_;
    capacity_ = sizeof inline_;
    size_ = 0;
}

void Buffer::take(Buffer& other) noexcept {
    size_ = other.size_;
    if (other.data_ == other.inline_) {
        std::memcpy(inline_, other.inline_, other.size_);
    } else {
        data_ = other.data_;
        capacity_ = other.capacity_;
        other.data_ = other.inline_;
        other.capacity_ = sizeof other.inline_;
    }
    other.size_ = 0;
}

void Arguments::mark() {
    if (in_list_) {
        return;
    }
    if (count_ < kDirect) {
        direct_[count_] = bytes_.size();
    } else {
        more_.push_back(bytes_.size());
    }
    ++count_;
}

void Arguments::null() {
    mark();
    bytes_.byte(static_cast<unsigned>(db::ParamKind::Null));
}

void Arguments::integer(std::int64_t value, db::ParamKind kind) {
    mark();
    unsigned char encoded[9];
    encoded[0] = static_cast<unsigned char>(kind);
    std::memcpy(encoded + 1, &value, 8);
    bytes_.append(encoded, sizeof encoded);
}

void Arguments::real(double value) {
    mark();
    bytes_.byte(static_cast<unsigned>(db::ParamKind::Real));
    bytes_.append(&value, sizeof value);
}

void Arguments::text(std::string_view value) {
    detail::require_text(value);
    put(db::ParamKind::Text, value);
}

void Arguments::blob(std::string_view value) {
    put(db::ParamKind::Blob, value);
}

void Arguments::put(db::ParamKind kind, std::string_view bytes) {
    mark();
    bytes_.byte(static_cast<unsigned>(kind));
    auto size = static_cast<std::uint32_t>(bytes.size());
    bytes_.append(&size, sizeof size);
    bytes_.append(bytes.data(), bytes.size());
}

void Arguments::begin_list() {
    put(db::ParamKind::List, {});
    list_start_ = bytes_.size();
    in_list_ = true;
}

void Arguments::end_list() {
    in_list_ = false;
    std::uint32_t size = bytes_.size() - list_start_;
    std::memcpy(bytes_.data() + list_start_ - sizeof size, &size, sizeof size);
}

void Arguments::append(const Arguments& other) {
    std::uint32_t base = bytes_.size();
    bytes_.append(other.bytes_.data(), other.bytes_.size());
    for (std::uint32_t i = 0; i < other.count_; ++i) {
        std::uint32_t offset = i < kDirect ? other.direct_[i] : other.more_[i - kDirect];
        if (count_ < kDirect) {
            direct_[count_] = base + offset;
        } else {
            more_.push_back(base + offset);
        }
        ++count_;
    }
}

void Arguments::clear() {
    bytes_.clear();
    more_.clear();
    count_ = 0;
    in_list_ = false;
}

db::Param Arguments::at(std::size_t index) const {
    const unsigned char* encoded =
        bytes_.data() + (index < kDirect ? direct_[index] : more_[index - kDirect]);
    std::string_view rest(reinterpret_cast<const char*>(encoded), bytes_.size());
    return db::take_element(rest);
}

}  // namespace carafe::orm
