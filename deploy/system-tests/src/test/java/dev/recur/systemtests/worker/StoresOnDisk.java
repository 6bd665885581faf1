package dev.recur.systemtests.worker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/** What lies in a stopped worker's local stores, byte for byte. */
final class StoresOnDisk {

  private StoresOnDisk() {}

  /**
   * The entries of every store.
   *
   * @return path of the store, to hexadecimal key, to hexadecimal value
   */
  static SortedMap<String, SortedMap<String, String>> read(Path stateDir)
      throws IOException, RocksDBException {
    SortedMap<String, SortedMap<String, String>> stores = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(stateDir)) {
      for (Path store : paths.filter(StoresOnDisk::isStore).toList()) {
        stores.put(stateDir.relativize(store).toString(), entries(store));
      }
    }
    return stores;
  }

  private static boolean isStore(Path path) {
    return Files.exists(path.resolve("CURRENT"));
  }

  private static SortedMap<String, String> entries(Path store) throws RocksDBException {
    List<ColumnFamilyDescriptor> families = new ArrayList<>();
    try (Options options = new Options()) {
      for (byte[] family : RocksDB.listColumnFamilies(options, store.toString())) {
        families.add(new ColumnFamilyDescriptor(family));
      }
    }
    SortedMap<String, String> entries = new TreeMap<>();
    List<ColumnFamilyHandle> handles = new ArrayList<>();
    try (RocksDB db = RocksDB.openReadOnly(store.toString(), families, handles)) {
      for (ColumnFamilyHandle handle : handles) {
        String family = new String(handle.getName(), StandardCharsets.UTF_8);
        // How far a store has come in its changelog is Streams' affair and differs.
        if (!family.contains("offset")) {
          entries.putAll(entries(db, handle, family));
        }
      }
      handles.forEach(ColumnFamilyHandle::close);
    }
    return entries;
  }

  private static Map<String, String> entries(RocksDB db, ColumnFamilyHandle handle, String family) {
    Map<String, String> entries = new TreeMap<>();
    try (RocksIterator iterator = db.newIterator(handle)) {
      for (iterator.seekToFirst(); iterator.isValid(); iterator.next()) {
        entries.put(
            family + "/" + HexFormat.of().formatHex(iterator.key()),
            HexFormat.of().formatHex(iterator.value()));
      }
    }
    return entries;
  }
}
