// What the program tells its caller.
#pragma once

namespace riserun::cli {

enum ExitCode : int {
  kOk = 0,
  kFailed = 1,        // data, files, a failed check
  kUsage = 2,         // the command line
  kInconclusive = 3,  // a check that could decide neither way
  kDiverged = 4,      // the loss is not finite any more, or ended far above where it began
  kSignal = 128,  // plus the signal's number: 130 after SIGINT, 143 after SIGTERM, 129 after SIGHUP
};

}  // namespace riserun::cli
