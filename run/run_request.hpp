// What a training run is asked for.
#pragma once

#include <string>

#include <riserun/run/settings/settings.hpp>
#include <riserun/run/settings/train_settings.hpp>

namespace riserun::run {

struct RunRequest {
  /// The run completes them: what is automatic is decided, paths become absolute.
  TrainSettings& settings;
  /// The same ones by their names, TrainSettings::declare; of a resumed run read from its
  /// config.toml, with what is to be changed set after that.
  const Settings& declared;
  std::string out = {};             // the run folder; empty: the first free runs/<data>-1, -2, ...
  std::string resume = {};          // instead of out: the folder of the run to continue
  std::string gradient_check = {};  // what a check before the run found, for its page
  bool boundary = false;  // draw the plane of a model of two features, boundary.svg and .png
  bool force = false;     // write into a folder that has something in it
  bool columns = false;   // train nothing: the result's text says what each column is
  bool explain = false;   // train nothing: the result's text says what lanes recognise
};

}  // namespace riserun::run
