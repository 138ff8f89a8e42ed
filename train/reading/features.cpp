#include <riserun/train/reading/features.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include <riserun/base/errors.hpp>
#include <riserun/base/files/file_bytes.hpp>
#include <riserun/base/nearest_name.hpp>
#include <riserun/train/reading/csv_columns.hpp>
#include <riserun/train/reading/csv_decimals.hpp>
#include <riserun/train/reading/csv_rows.hpp>

namespace riserun::train {
namespace {

using Use = CsvColumn::Use;

std::optional<std::size_t> place_of(const std::vector<std::string>& names,
                                    const std::string& name) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return std::nullopt;
  return static_cast<std::size_t>(found - names.begin());
}

/// x1, x2, ..: the model learned from a file without a header, so that its names tell nothing.
bool generated_names(const Schema& schema) {
  for (std::size_t f = 0; f < schema.feature_names.size(); ++f) {
    if (schema.feature_names[f] != fmt::format("x{}", f + 1)) return false;
  }
  return true;
}

/// Columns from 0 that hold the targets in a file of this width, or nothing if it has features
/// only.
std::vector<std::size_t> target_places(const Schema& schema, std::size_t columns) {
  const std::size_t features = schema.feature_names.size();
  const std::size_t targets = schema.target_names.size();
  if (columns != features + targets) return {};
  if (schema.target_columns.size() == targets &&
      std::all_of(schema.target_columns.begin(), schema.target_columns.end(),
                  [&](std::size_t place) { return place < columns; })) {
    return schema.target_columns;
  }
  std::vector<std::size_t> places(targets);
  for (std::size_t t = 0; t < targets; ++t) places[t] = features + t;
  return places;
}

/// Columns to leave out, where the file has them at all.
std::vector<std::size_t> ignored_places(const std::vector<std::string>& ignore,
                                        const Schema& schema, const FileTop& top,
                                        const std::vector<std::string>& names,
                                        const CsvCursor& cursor) {
  std::vector<std::size_t> places;
  for (const std::string& word : ignore) {
    for (std::size_t place : find_columns(word, names, top, cursor, true)) {
      if (std::find(places.begin(), places.end(), place) == places.end()) places.push_back(place);
    }
  }
  // A file as wide as features and targets has none of them: it is taken to be labelled.
  const std::size_t features = schema.feature_names.size();
  const std::size_t labelled = features + schema.target_names.size();
  const std::size_t left = top.columns() - places.size();
  const bool fits = left == labelled || (left == features && top.columns() != labelled);
  if (!fits) places.clear();
  std::sort(places.begin(), places.end());
  return places;
}

/// Columns counted without the ignored ones, as the file counts them.
std::vector<std::size_t> among_ignored(std::vector<std::size_t> places,
                                       const std::vector<std::size_t>& ignored) {
  for (std::size_t& place : places) {
    for (std::size_t other : ignored) place += other <= place ? 1 : 0;
  }
  return places;
}

bool first_line_has_names(const FileTop& top, const Schema& schema, const FeatureOptions& options,
                          const CsvCursor& cursor) {
  if (options.header == HeaderRow::automatic) {
    for (const TopField& field : top.first) {
      if (!field.number && place_of(schema.feature_names, field.text)) return true;
    }
  }
  const std::vector<std::size_t> ignored = ignored_places(options.ignore, schema, top, {}, cursor);
  std::vector<std::size_t> may_be_text =
      among_ignored(target_places(schema, top.columns() - ignored.size()), ignored);
  may_be_text.insert(may_be_text.end(), ignored.begin(), ignored.end());
  return has_header(top, options.header, may_be_text, cursor);
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
    plan[*place] = {Use::feature, f, name};
  }
  const bool labelled =
      !schema.target_names.empty() &&
      std::all_of(schema.target_names.begin(), schema.target_names.end(),
                  [&](const std::string& name) { return place_of(names, name).has_value(); });
  for (std::size_t t = 0; labelled && t < schema.target_names.size(); ++t) {
    plan[*place_of(names, schema.target_names[t])] = {target_use, t, schema.target_names[t]};
  }
  for (std::size_t c = 0; c < plan.size(); ++c) {
    if (plan[c].use == Use::ignore) result.ignored_columns.push_back(names[c]);
  }
  return plan;
}

std::vector<CsvColumn> plan_by_position(const Schema& schema, const FileTop& top,
                                        const std::vector<std::size_t>& ignored,
                                        const CsvCursor& cursor, Use target_use) {
  const std::size_t features = schema.feature_names.size();
  const std::size_t targets = schema.target_names.size();
  const std::size_t columns = top.columns() - ignored.size();
  if (columns != features && columns != features + targets) {
    cursor.fail(top.first[0].where,
                fmt::format("the model needs {} columns (its features){}, found {}", features,
                            targets == 0 ? ""
                                         : fmt::format(" or {} (with the {})", features + targets,
                                                       targets == 1 ? "label" : "targets"),
                            columns));
  }
  std::vector<CsvColumn> plan(columns);
  const std::vector<std::size_t> places = target_places(schema, columns);
  for (std::size_t t = 0; t < places.size(); ++t) {
    plan[places[t]] = {target_use, t, schema.target_names[t]};
  }
  std::size_t f = 0;
  for (CsvColumn& column : plan) {
    if (column.use != Use::ignore) continue;
    column = {Use::feature, f, schema.feature_names[f]};
    ++f;
  }
  for (std::size_t place : ignored) {
    plan.insert(plan.begin() + static_cast<std::ptrdiff_t>(place), CsvColumn());
  }
  return plan;
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
  const std::vector<CsvColumn> plan =
      by_name ? plan_by_name(names, schema, top, cursor, target_use, result)
              : plan_by_position(schema, top,
                                 ignored_places(options.ignore, schema, top, names, cursor), cursor,
                                 target_use);

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
  read_rows(body, plan, encoder, table);
  result.data = Dataset(std::move(table));
  return result;
}

FeatureTable load_features(const std::filesystem::path& path, const Schema& schema,
                           const FeatureOptions& options) {
  return parse_features(read_text_file(path), schema, options, path.string());
}

}  // namespace riserun::train
