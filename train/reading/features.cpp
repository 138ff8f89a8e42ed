#include <riserun/train/reading/features.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <utility>

#include <riserun/base/errors.hpp>
#include <riserun/base/files/file_bytes.hpp>
#include <riserun/base/nearest_name.hpp>
#include <riserun/train/reading/csv_columns.hpp>
#include <riserun/train/reading/csv_decimals.hpp>
#include <riserun/train/reading/csv_rows.hpp>
#include <riserun/train/reading/first_record.hpp>

namespace riserun::train {
namespace {

using Use = CsvColumn::Use;

std::optional<std::size_t> place_of(const std::vector<std::string>& names,
                                    const std::string& name) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return std::nullopt;
  return static_cast<std::size_t>(found - names.begin());
}

CsvColumn feature_column(const Schema& schema, std::size_t f) {
  return {Use::feature, f, schema.feature_names[f],
          schema.kinds.empty() ? ColumnKind::number : schema.kinds[f]};
}

/// x1, x2, ..: the model learned from a file without a header, so that its names tell nothing.
bool generated_names(const Schema& schema) {
  for (std::size_t f = 0; f < schema.feature_names.size(); ++f) {
    if (schema.feature_names[f] != fmt::format("x{}", f + 1)) return false;
  }
  return true;
}

/// The columns of the file that the model was trained on, in their order.
std::vector<CsvColumn> trained_columns(const Schema& schema, Use target_use) {
  const std::size_t features = schema.feature_names.size(), targets = schema.target_names.size();
  std::vector<CsvColumn> plan(features + targets);
  const std::vector<std::size_t>& places = schema.target_columns;
  const bool placed =
      places.size() == targets &&
      std::ranges::all_of(places, [&](std::size_t place) { return place < plan.size(); });
  for (std::size_t t = 0; t < targets; ++t)
    plan[placed ? places[t] : features + t] = {target_use, t, schema.target_names[t]};
  std::size_t f = 0;
  for (CsvColumn& column : plan) {
    if (column.use != Use::ignore) continue;
    column = feature_column(schema, f);
    ++f;
  }
  for (const LeftOutColumn& column : schema.left_out) {
    const std::size_t place = std::min(column.place, plan.size());
    plan.insert(plan.begin() + static_cast<std::ptrdiff_t>(place),
                {column.id ? Use::text : Use::ignore, 0, column.name});
  }
  return plan;
}

std::vector<CsvColumn> without(std::vector<CsvColumn> plan, std::initializer_list<Use> uses) {
  std::erase_if(plan, [&](const CsvColumn& column) {
    return std::ranges::find(uses, column.use) != uses.end();
  });
  return plan;
}

/// Columns that the model takes for numbers, and that hold a text in this record.
std::ptrdiff_t contradictions(const std::vector<CsvColumn>& plan,
                              const std::vector<TopField>& record) {
  std::ptrdiff_t count = 0;
  for (std::size_t c = 0; c < std::min(plan.size(), record.size()); ++c)
    if (plan[c].use == Use::feature && plan[c].kind == ColumnKind::number && !record[c].number &&
        !record[c].missing)
      ++count;
  return count;
}

bool first_line_has_names(const FileTop& top, const Schema& schema, const FeatureOptions& options,
                          const CsvCursor& cursor) {
  if (options.header == HeaderRow::automatic) {
    for (const TopField& field : top.first) {
      if (!field.number && place_of(schema.feature_names, field.text)) return true;
    }
  }
  std::vector<std::size_t> may_be_text;
  const std::vector<CsvColumn> plan = trained_columns(schema, Use::target);
  for (std::size_t c = 0; c < top.columns(); ++c)
    if (!schema.kinds.empty() || !schema.left_out.empty() ||
        (c < plan.size() && plan[c].use == Use::target))
      may_be_text.push_back(c);
  if (schema.kinds.empty() || options.header != HeaderRow::automatic)
    return has_header(top, options.header, may_be_text, cursor);
  // Names of the model's own kind were looked for above; a file like the one without names that it
  // was trained on has none.
  return first_record_is_names(
      top, cursor,
      !generated_names(schema) && has_header(top, options.header, may_be_text, cursor));
}

std::vector<CsvColumn> plan_by_name(const std::vector<std::string>& names, const Schema& schema,
                                    const FileTop& top, const CsvCursor& cursor, Use target_use,
                                    FeatureTable& result) {
  std::vector<CsvColumn> plan(names.size());
  for (std::size_t f = 0; f < schema.feature_names.size(); ++f) {
    const std::string& name = schema.feature_names[f];
    const auto place = place_of(names, name);
    if (!place) {
      cursor.fail(top.first[0].where, fmt::format("there is no column named {}, which the model "
                                                  "needs{} (the model has {} features, the "
                                                  "file {} columns)",
                                                  shown(name), did_you_mean(name, names),
                                                  schema.feature_names.size(), names.size()));
    }
    plan[*place] = feature_column(schema, f);
  }
  const bool labelled =
      !schema.target_names.empty() &&
      std::all_of(schema.target_names.begin(), schema.target_names.end(),
                  [&](const std::string& name) { return place_of(names, name).has_value(); });
  for (std::size_t t = 0; labelled && t < schema.target_names.size(); ++t) {
    plan[*place_of(names, schema.target_names[t])] = {target_use, t, schema.target_names[t]};
  }
  for (std::size_t c = 0; c < plan.size(); ++c) {
    if (plan[c].use != Use::ignore) continue;
    const auto left_out = std::ranges::find(schema.left_out, names[c], &LeftOutColumn::name);
    if (left_out == schema.left_out.end())
      result.ignored_columns.push_back(names[c]);
    else if (left_out->id)
      plan[c] = {Use::text, 0, names[c]};
  }
  return plan;
}

std::vector<CsvColumn> plan_by_position(const Schema& schema, const FileTop& top, bool header,
                                        const CsvCursor& cursor, Use target_use) {
  const std::vector<CsvColumn> all = trained_columns(schema, target_use);
  const std::vector<TopField>& record = header ? top.second : top.first;
  std::vector<CsvColumn> best;
  for (const auto& plan : {all, without(all, {Use::ignore, Use::text}), without(all, {target_use}),
                           without(all, {target_use, Use::ignore, Use::text})}) {
    if (plan.size() != top.columns()) continue;
    if (best.empty() || contradictions(plan, record) < contradictions(best, record)) best = plan;
  }
  if (!best.empty()) return best;
  const std::size_t features = schema.feature_names.size();
  const std::size_t targets = schema.target_names.size();
  std::string widths = fmt::format("{} columns (its features)", features);
  if (targets > 0)
    widths +=
        fmt::format(" or {} (with the {})", features + targets, targets == 1 ? "label" : "targets");
  if (!schema.left_out.empty())
    widths += fmt::format(" or {} (as in the file that it was trained on)", all.size());
  cursor.fail(top.first[0].where,
              fmt::format("the model needs {}, found {}", widths, top.columns()));
}

}  // namespace

FeatureTable parse_features(std::string text, const Schema& schema, const FeatureOptions& options,
                            const std::string& source) {
  CsvOptions{.separator = options.separator}.validate();
  if (schema.feature_names.empty()) throw ShapeError("the model's schema names no features");
  const FileTop top = read_top(text, options.separator, options.skip_lines, source);
  CsvCursor cursor(text, top.first_offset, top.separator, source);
  const Use target_use = schema.class_names.empty() ? Use::target : Use::label;

  FeatureTable result;
  const bool header = first_line_has_names(top, schema, options, cursor);
  const std::vector<std::string> names =
      header ? header_names(top, cursor) : std::vector<std::string>();
  const bool by_name =
      header && (!generated_names(schema) || place_of(names, schema.feature_names[0]));
  std::vector<CsvColumn> plan = by_name
                                    ? plan_by_name(names, schema, top, cursor, target_use, result)
                                    : plan_by_position(schema, top, header, cursor, target_use);
  for (CsvColumn& column : plan) {
    if (column.use != Use::text) continue;
    column.index = result.ids.size();
    result.ids.push_back({column.name, {}});
  }

  DataTable table;
  table.source = source;
  table.schema = schema;
  table.feature_count = schema.feature_names.size();
  const bool labelled = std::any_of(
      plan.begin(), plan.end(), [&](const CsvColumn& column) { return column.use == target_use; });
  table.target_count = labelled && target_use == Use::target ? schema.target_names.size() : 0;
  LabelEncoder encoder(schema.class_names);
  CsvCursor body(text, header ? top.second_offset : top.first_offset, top.separator, source);
  settle_decimals(text, body.offset(), top.separator, options.decimal, plan, source);
  body.allow_missing(options.missing);
  table.allow_missing = options.missing;
  std::vector<std::vector<std::string>> ids = read_rows(body, plan, encoder, table);
  for (std::size_t i = 0; i < ids.size(); ++i) result.ids[i].texts = std::move(ids[i]);
  result.data = Dataset(std::move(table));
  return result;
}

FeatureTable load_features(const std::filesystem::path& path, const Schema& schema,
                           const FeatureOptions& options) {
  return parse_features(read_text_file(path), schema, options, path.string());
}

}  // namespace riserun::train
