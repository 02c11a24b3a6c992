// A picture we decoded and encoded anew; the file lies below the family's upload folder.
#pragma once
#include "apps/dinkydash/models/family.hpp"

namespace dinkydash {

struct User;

struct Image : TenantOwned<Image, Family>, Timestamps<Image> {
    Id<Image> id{};
    std::string path{};  ///< relative to UPLOAD_FOLDER: "7/task_12_0123456789abcdef.jpg"
    std::string mime{};
    std::int32_t width = 0;
    std::int32_t height = 0;
    std::int32_t bytes = 0;
    std::string sha256{};  ///< 64 hexadecimal digits
    std::optional<Id<User>> uploaded_by{};

    static constexpr void describe(auto& t) {
        t.table("images");
        t.id("id", &Image::id);
        t.tenant("tenant_id");
        t.col("path", &Image::path).size(255);
        t.col("mime", &Image::mime).size(40);
        t.col("width", &Image::width);
        t.col("height", &Image::height);
        t.col("bytes", &Image::bytes);
        t.col("sha256", &Image::sha256).size(64);
        t.ref("uploaded_by", &Image::uploaded_by).on_delete(OnDelete::SetNull);
        t.timestamps();
        t.unique_global(&Image::path);
    }
};

}  // namespace dinkydash
