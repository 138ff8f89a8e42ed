#include <riserun/train/saving/column_json.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include <riserun/base/errors.hpp>
#include <riserun/base/visible_text.hpp>
#include <riserun/train/data/date_parts.hpp>

namespace riserun::train {
namespace {

using Json = nlohmann::json;

template <class List, class ReadOne>
auto read_list(std::string_view text, ReadOne read_one) {
  try {
    List list;
    for (const Json& json : Json::parse(text)) list.push_back(read_one(json));
    return list;
  } catch (const Json::exception& error) {
    throw DataError(error.what());
  }
}

void require_name(const std::string& name) {
  if (const std::string why = why_no_name(name); !why.empty()) throw DataError(why);
}

EncodedColumn encoded_column(const Json& json) {
  EncodedColumn column;
  column.kind = value_in(kColumnKinds, json.at("kind").get<std::string>(), "kind of column");
  column.levels = json.at("levels").get<std::vector<std::string>>();
  column.other = json.at("other").get<bool>();
  column.parts = json.at("parts").get<std::vector<std::string>>();
  column.missing = json.at("missing").get<bool>();
  for (const std::string& level : column.levels) require_name(level);
  if (std::ranges::adjacent_find(column.levels, std::ranges::greater_equal()) !=
      column.levels.end())
    throw DataError("the names of a category must stand in byte order, each once");
  for (const std::string& part : column.parts) static_cast<void>(date_part_size(part));
  const bool category = column.kind == ColumnKind::category;
  if ((!category && (column.other || !column.levels.empty())) ||
      is_date(column.kind) == column.parts.empty())
    throw DataError(fmt::format("a column of the kind \"{}\" has names or parts of another",
                                name_in(kColumnKinds, column.kind)));
  return column;
}

LeftOutColumn left_out_column(const Json& json) {
  LeftOutColumn column{.name = json.at("name").get<std::string>(),
                       .place = 0,
                       .reason = json.at("reason").get<std::string>(),
                       .id = json.at("id").get<bool>()};
  if (!json.at("place").is_number_unsigned()) throw DataError("expected a place from 0");
  column.place = json.at("place").get<std::size_t>();
  require_name(column.name);
  require_name(column.reason);
  return column;
}

}  // namespace

std::string to_json(const std::vector<EncodedColumn>& columns) {
  Json list = Json::array();
  for (const EncodedColumn& column : columns)
    list.push_back({{"kind", name_in(kColumnKinds, column.kind)},
                    {"levels", column.levels},
                    {"other", column.other},
                    {"parts", column.parts},
                    {"missing", column.missing}});
  return list.dump();
}

std::string to_json(const std::vector<LeftOutColumn>& columns) {
  Json list = Json::array();
  for (const LeftOutColumn& column : columns)
    list.push_back({{"name", column.name},
                    {"place", column.place},
                    {"reason", column.reason},
                    {"id", column.id}});
  return list.dump();
}

std::vector<EncodedColumn> encoded_columns(std::string_view json) {
  return read_list<std::vector<EncodedColumn>>(json, encoded_column);
}

std::vector<LeftOutColumn> left_out_columns(std::string_view json) {
  return read_list<std::vector<LeftOutColumn>>(json, left_out_column);
}

}  // namespace riserun::train
