#include "carafe/crypto/random.hpp"

#include "carafe/crypto/encoding.hpp"

#include <openssl/crypto.h>
#include <openssl/rand.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <stdexcept>

namespace carafe::crypto {

namespace {

constexpr std::size_t kBufferBytes =
    512;  // one call of RAND_bytes costs about as much as 16 tokens of copying

void fill(unsigned char* out, std::size_t count) {
    if (RAND_bytes(out, static_cast<int>(count)) != 1) {
        throw std::runtime_error("no random bytes available");
    }
}

class RandomBuffer {
  public:
    void take(char* out, std::size_t count) {
        if (count > left_ || process_ != getpid()) {
            refill();
        }
        auto* from = bytes_.data() + bytes_.size() - left_;
        std::memcpy(out, from, count);
        OPENSSL_cleanse(from, count);
        left_ -= count;
    }

    RandomBuffer() = default;
    RandomBuffer(const RandomBuffer&) = delete;
    RandomBuffer& operator=(const RandomBuffer&) = delete;

    ~RandomBuffer() { OPENSSL_cleanse(bytes_.data(), bytes_.size()); }

  private:
    void refill() {
        left_ = 0;
        fill(bytes_.data(), bytes_.size());
        left_ = bytes_.size();
        process_ = getpid();
    }

    std::array<unsigned char, kBufferBytes> bytes_{};
    std::size_t left_ = 0;
    pid_t process_ = 0;
};

}  // namespace

std::string random_bytes(std::size_t count) {
    static thread_local RandomBuffer buffer;
    std::string out(count, '\0');
    for (std::size_t done = 0; done < count;) {
        auto part = std::min(count - done, kBufferBytes);
        buffer.take(out.data() + done, part);
        done += part;
    }
    return out;
}

std::string random_token(std::size_t bytes) {
    return encode_base64url(random_bytes(bytes));
}

std::string random_hex(std::size_t bytes) {
    return encode_hex(random_bytes(bytes));
}

}  // namespace carafe::crypto
