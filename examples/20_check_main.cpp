// The checker's command line for ops of your own: the same as `riserun check` has.
//
//   20_check_main                      every op of the list
//   20_check_main dead_zone@1 --json report.json
//   20_check_main log_cosh --curve log_cosh.csv
#include <riserun/check/program/check_main.hpp>
#include "examples/my_ops.hpp"

int main(int argc, char** argv) { return riserun::check_main<my::Ops>(argc, argv); }
