// The rows of one training run: read, checked, cut into parts.
#pragma once

#include <riserun/run/settings/data_settings.hpp>
#include <riserun/train/data/dataset.hpp>
#include <riserun/train/reading/data_source.hpp>

namespace riserun::run {

/// As they were read: nothing is filled or scaled yet.
struct RunData {
  train::Dataset all;                         // of DATA
  train::Dataset training, validation, test;  // the last two may have no rows
  train::DataFormat format;                   // of DATA; automatic: a generator
};

/// Reads the files, refuses those whose content is not settings.data_hash, sets it, and cuts the
/// rows into parts. With --cv all rows are training rows. Throws as load_data does; DataError for
/// data that have changed (a `resumed` run cannot take them by any option), for one class only and
/// for rows without labels.
[[nodiscard]] RunData read_run_data(DataSettings& settings, std::uint64_t seed,
                                    bool resumed = false);

/// The first feature that does nothing but count the rows from 0 or 1, as tables that were written
/// with row numbers have it; empty where there is none, and where it is the only one. A model would
/// learn the order of the rows.
[[nodiscard]] std::string row_numbers(const train::Dataset& data);

}  // namespace riserun::run
