// The parts of a run page that are the same for every run, inlined at build.
#pragma once

#include <string_view>

namespace riserun::plots {

extern const std::string_view kUPlotLicence, kUPlotScript, kUPlotStyle;
extern const std::string_view kRunPageScript, kRunPageStyle;

}  // namespace riserun::plots
