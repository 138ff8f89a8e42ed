// What a model's file says of columns: how they become inputs, and which are left out.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <riserun/train/data/column_encoding.hpp>

namespace riserun::train {

/// [{"kind":"category","levels":["a","b"],"other":true,"missing":false,"parts":[]}, ..]
[[nodiscard]] std::string to_json(const std::vector<EncodedColumn>& columns);
/// [{"name":"id","place":0,"reason":"numbers the rows","id":true}, ..]
[[nodiscard]] std::string to_json(const std::vector<LeftOutColumn>& columns);

/// Their inverses. Throw DataError for all that these do not write: an unknown kind or part, levels
/// out of order, names that are no names.
[[nodiscard]] std::vector<EncodedColumn> encoded_columns(std::string_view json);
[[nodiscard]] std::vector<LeftOutColumn> left_out_columns(std::string_view json);

}  // namespace riserun::train
