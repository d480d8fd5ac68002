/** What certificates have in common, so that the packed words of a QR code can point to it (api/certification/claim.py). */

export const COMMON_WORDS: string = [
  "usaha pembeli penjualan penawaran keterangan katalog keluhan ulasan biaya laba rugi modal utang dagang ",
  "stok kas neraca pajak cadangan kebiasaan bulanan harian anggaran pinjam simpan hak kewajiban pengurus ",
  "pengawas kepentingan mendirikan arti tanda bahaya rencana 30 hari memahami melayani mengatur menetapkan ",
  "mengukur hasil menjaga pelanggan menjual menulis membaca membuat menghitung menyiapkan menyusun memilih ",
  "mengelola Mengenal Menghitung Menyiapkan Menyusun Memilih Membuat Membaca Rapat anggota tahunan koperasi ",
  "laporan keuangan Keuangan Usaha Kecil Mengelola Koperasi yang Pemasaran Digital untuk UMKM produk harga ",
  "dan dengan dari pada dalam bagi di ke Muhammad Ahmad Siti Nur Sri Dewi Hj. H. Dr. Drs. Dra. Ir. S.Sos., ",
  "M.Si., S.Pd., S.T., S.H., S.E., M.M.\n",
  "Kepala UPT Pelatihan Koperasi UKM\n",
  "Kepala UPT Pelatihan Koperasi dan UKM\n",
  "19700101 199503 2 001\n",
  "Dinas Koperasi dan UKM Provinsi Jawa Timur\n",
  "UPT Pelatihan Koperasi UKM, Dinas Koperasi dan UKM Provinsi Jawa Timur\n",
  "Surabaya\n",
  "2026-\n",
  "503.5/0/SJ/2026\n",
  "1\n",
].join("");
