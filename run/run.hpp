// All of riserun::run: training into a run folder, and what can be read and drawn from one.
#pragma once

#include <riserun/run/folder/confusion_file.hpp>
#include <riserun/run/folder/file_names.hpp>
#include <riserun/run/folder/finished_run.hpp>
#include <riserun/run/folder/fold_table.hpp>
#include <riserun/run/folder/model_place.hpp>
#include <riserun/run/folder/named_runs.hpp>
#include <riserun/run/folder/predicted_rows.hpp>
#include <riserun/run/folder/resume.hpp>
#include <riserun/run/observer.hpp>
#include <riserun/run/pictures/compared_runs.hpp>
#include <riserun/run/pictures/curve_picture.hpp>
#include <riserun/run/pictures/dot_picture.hpp>
#include <riserun/run/pictures/loss_pictures.hpp>
#include <riserun/run/pictures/page_of_run.hpp>
#include <riserun/run/pictures/point_graph.hpp>
#include <riserun/run/pictures/point_graph_dot.hpp>
#include <riserun/run/pictures/rate_picture.hpp>
#include <riserun/run/pictures/run_pictures.hpp>
#include <riserun/run/pictures/speed_picture.hpp>
#include <riserun/run/prediction_table.hpp>
#include <riserun/run/run_request.hpp>
#include <riserun/run/session.hpp>
#include <riserun/run/settings/settings.hpp>
#include <riserun/run/settings/train_settings.hpp>
#include <riserun/run/step_timing.hpp>
