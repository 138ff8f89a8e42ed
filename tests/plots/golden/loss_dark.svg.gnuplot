# Drawn by: gnuplot -d <this file>
set encoding utf8
set terminal svg noenhanced rounded size 900,727 fixed font 'Arial,12' background rgb '#0d1117'
set output "./loss.svg"
set multiplot
unset key
set border 3 linecolor rgb '#656d76' linewidth 1
set grid xtics ytics back linetype 1 linecolor rgb '#22282f' linewidth 1
set tics nomirror out scale 0.44,0.22

# ---- panel 1 ----
unset label
unset arrow
unset object
set lmargin at screen 0.08956
set rmargin at screen 0.97778
set tmargin at screen 0.85144
set bmargin at screen 0.54883
unset logscale x
set xrange [0.94:5.06]
set xtics ('' 1, '' 2, '' 3, '' 4, '' 5)
unset logscale y
set yrange [0:0.8345238095238096]
set ytics ('' 0, '' 0.2, '' 0.4, '' 0.6, '' 0.8)
set label "it's 100 % \"new\"" at screen 0.02222, screen 0.96286 left font 'Arial,17' textcolor rgb '#f0f6fc' front
set label "seed_1^2 {a} \100b" at screen 0.02222, screen 0.93122 left font 'Arial,12.5' textcolor rgb '#9ba5b0' front
set label "loss" at screen 0.02222, screen 0.89271 left font 'Arial,13' textcolor rgb '#f0f6fc' front
set label "train" at screen 0.72911, screen 0.89271 left font 'Arial,12' textcolor rgb '#f0f6fc' front
set label "validation" at screen 0.81338, screen 0.89271 left font 'Arial,12' textcolor rgb '#f0f6fc' front
set label "spread" at screen 0.93218, screen 0.89271 left font 'Arial,12' textcolor rgb '#f0f6fc' front
set label "best epoch 4" at screen 0.74925, screen 0.86520 center font 'Arial,12' textcolor rgb '#9ba5b0' front
set label "stopped early at 5" at screen 0.91684, screen 0.86520 center font 'Arial,12' textcolor rgb '#9ba5b0' front
set label "0" at screen 0.08067, screen 0.54883 right font 'Arial,12' textcolor rgb '#9ba5b0' front
set label "0.2" at screen 0.08067, screen 0.62135 right font 'Arial,12' textcolor rgb '#9ba5b0' front
set label "0.4" at screen 0.08067, screen 0.69388 right font 'Arial,12' textcolor rgb '#9ba5b0' front
set label "0.6" at screen 0.08067, screen 0.76640 right font 'Arial,12' textcolor rgb '#9ba5b0' front
set label "0.8" at screen 0.08067, screen 0.83893 right font 'Arial,12' textcolor rgb '#9ba5b0' front
set arrow from screen 0.69800, screen 0.89271 to screen 0.72244, screen 0.89271 nohead linewidth 2.5 linecolor rgb '#56b4e9'
set label '' at screen 0.71022, screen 0.89271 point pointtype 7 pointsize 0.65 linecolor rgb '#56b4e9'
set arrow from screen 0.78227, screen 0.89271 to screen 0.80671, screen 0.89271 nohead linewidth 2.5 linecolor rgb '#e69f00'
set label '' at screen 0.79449, screen 0.89271 point pointtype 7 pointsize 0.65 linecolor rgb '#e69f00'
set object rectangle from screen 0.90107, screen 0.88583 to screen 0.92551, screen 0.89959 fillstyle solid noborder fillcolor rgb '#cc56b4e9'
set arrow from first 4, graph 0 to first 4, screen 0.85420 nohead linewidth 1 dashtype (7.5,7.5) linecolor rgb '#9ba5b0' back
set label '' at first 4, first 0.2952941176470588 point pointtype 7 pointsize 0.98 linewidth 1.6 linecolor rgb '#0d1117' front
set label '' at first 4, first 0.2952941176470588 point pointtype 6 pointsize 0.98 linewidth 1.6 linecolor rgb '#f0f6fc' front
set arrow from first 5, graph 0 to first 5, screen 0.85420 nohead linewidth 1 dashtype (7.5,7.5) linecolor rgb '#9ba5b0' back
$panel1_band1 << EOD
1 0.4 0.8
2 0.3 0.6
3 0.2 0.4
EOD
$panel1_curve1 << EOD
1 0.45999999999999996
2 0.25555555555555554
3 0.1769230769230769
4 0.13529411764705881
5 0.10952380952380951
EOD
$panel1_curve2 << EOD
1 0.49999999999999994
2 0.33555555555555555
3 0.2969230769230769
4 0.2952941176470588
5 0.30952380952380953
EOD
plot $panel1_band1 using 1:2:3 with filledcurves fillcolor rgb '#cc56b4e9' title "spread", \
     $panel1_curve1 using 1:2 with linespoints linewidth 2 linecolor rgb '#56b4e9' pointtype 7 pointsize 0.57 title "train", \
     $panel1_curve2 using 1:2 with linespoints linewidth 2 linecolor rgb '#e69f00' pointtype 7 pointsize 0.57 title "validation"

# ---- panel 2 ----
unset label
unset arrow
unset object
set lmargin at screen 0.08956
set rmargin at screen 0.97778
set tmargin at screen 0.48556
set bmargin at screen 0.24347
unset logscale x
set xrange [0.94:5.06]
set xtics ('' 1, '' 2, '' 3, '' 4, '' 5)
unset logscale y
set yrange [0.7816428571428572:0.9655]
set ytics ('' 0.8, '' 0.85, '' 0.9, '' 0.95)
set label "accuracy" at screen 0.02222, screen 0.51307 left font 'Arial,13' textcolor rgb '#f0f6fc' front
set label "train" at screen 0.82804, screen 0.51307 left font 'Arial,12' textcolor rgb '#f0f6fc' front
set label "validation" at screen 0.91231, screen 0.51307 left font 'Arial,12' textcolor rgb '#f0f6fc' front
set label "fraction" at screen 0.02889, screen 0.36451 center rotate by 90 font 'Arial,12' textcolor rgb '#9ba5b0' front
set label "80 %" at screen 0.08067, screen 0.26764 right font 'Arial,12' textcolor rgb '#9ba5b0' front
set label "85 %" at screen 0.08067, screen 0.33347 right font 'Arial,12' textcolor rgb '#9ba5b0' front
set label "90 %" at screen 0.08067, screen 0.39931 right font 'Arial,12' textcolor rgb '#9ba5b0' front
set label "95 %" at screen 0.08067, screen 0.46515 right font 'Arial,12' textcolor rgb '#9ba5b0' front
set arrow from screen 0.79693, screen 0.51307 to screen 0.82138, screen 0.51307 nohead linewidth 2.5 linecolor rgb '#56b4e9'
set label '' at screen 0.80916, screen 0.51307 point pointtype 7 pointsize 0.65 linecolor rgb '#56b4e9'
set arrow from screen 0.88120, screen 0.51307 to screen 0.90564, screen 0.51307 nohead linewidth 2.5 linecolor rgb '#e69f00'
set label '' at screen 0.89342, screen 0.51307 point pointtype 7 pointsize 0.65 linecolor rgb '#e69f00'
set arrow from first 4, graph 0 to first 4, screen 0.48556 nohead linewidth 1 dashtype (7.5,7.5) linecolor rgb '#9ba5b0' back
set label '' at first 4, first 0.9170588235294117 point pointtype 7 pointsize 0.98 linewidth 1.6 linecolor rgb '#0d1117' front
set label '' at first 4, first 0.9170588235294117 point pointtype 6 pointsize 0.98 linewidth 1.6 linecolor rgb '#f0f6fc' front
set arrow from first 5, graph 0 to first 5, screen 0.48556 nohead linewidth 1 dashtype (7.5,7.5) linecolor rgb '#9ba5b0' back
$panel2_curve1 << EOD
1 0.8200000000000001
2 0.9
3 0.9307692307692308
4 0.9470588235294117
5 0.9571428571428572
EOD
$panel2_curve2 << EOD
1 0.79
2 0.87
3 0.9007692307692308
4 0.9170588235294117
5 0.9271428571428572
EOD
plot $panel2_curve1 using 1:2 with linespoints linewidth 2 linecolor rgb '#56b4e9' pointtype 7 pointsize 0.57 title "train", \
     $panel2_curve2 using 1:2 with linespoints linewidth 2 linecolor rgb '#e69f00' pointtype 7 pointsize 0.57 title "validation"

# ---- panel 3 ----
unset label
unset arrow
unset object
set lmargin at screen 0.08956
set rmargin at screen 0.97778
set tmargin at screen 0.18019
set bmargin at screen 0.07428
unset logscale x
set xrange [0.94:5.06]
set xtics ('' 1, '' 2, '' 3, '' 4, '' 5)
unset logscale y
set yrange [0:0.10450000000000001]
set ytics ('' 0, '' 0.05, '' 0.1)
set label "learning rate" at screen 0.02222, screen 0.20770 left font 'Arial,13' textcolor rgb '#f0f6fc' front
set label "epoch" at screen 0.53367, screen 0.03164 center font 'Arial,12' textcolor rgb '#9ba5b0' front
set label "1" at screen 0.10249, screen 0.05502 center font 'Arial,12' textcolor rgb '#9ba5b0' front
set label "2" at screen 0.31808, screen 0.05502 center font 'Arial,12' textcolor rgb '#9ba5b0' front
set label "3" at screen 0.53367, screen 0.05502 center font 'Arial,12' textcolor rgb '#9ba5b0' front
set label "4" at screen 0.74925, screen 0.05502 center font 'Arial,12' textcolor rgb '#9ba5b0' front
set label "5" at screen 0.96484, screen 0.05502 center font 'Arial,12' textcolor rgb '#9ba5b0' front
set label "0" at screen 0.08067, screen 0.07428 right font 'Arial,12' textcolor rgb '#9ba5b0' front
set label "0.05" at screen 0.08067, screen 0.12495 right font 'Arial,12' textcolor rgb '#9ba5b0' front
set label "0.10" at screen 0.08067, screen 0.17563 right font 'Arial,12' textcolor rgb '#9ba5b0' front
$panel3_curve1 << EOD
1 0.1
2 0.1
2 0.1
3 0.1
3 0.01
4 0.01
4 0.01
5 0.01
5 0.01
EOD
plot $panel3_curve1 using 1:2 with lines linewidth 2 linecolor rgb '#009e73' title ""

unset multiplot
unset output
